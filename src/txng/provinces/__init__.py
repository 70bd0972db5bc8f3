"""What differs from province to province, as typed data; the code never names one.

    from txng.provinces import current, load, rule_set, rules_in_force, working_days_after
    profile = current()              # setting TXNG_PROVINCE; frozen, cached; load("id") for another

    profile = in_force(day)          # the same as it reads on a day: overlaid by the operator's dated Overrides

Everything a person reads has `name` and `name_en`, and `shown` (also `str()`) in the language of the page.
Permissions are `txng.access.Permission` members. Desks are "managing-agency" and "operator"; kinds of account
are "operator", "department", "commune", "establishment".

Profile
  id, regulation(_en), former_area ("" or the code of the older province the profile speaks of)
  identity     province_code, name(_en), kind ("tỉnh" or "thành phố"), kind_en, full_name, system_name(_en),
               short_name(_en), app_name, site (may be ""), id_host, other_hosts,
               host (where codes point: site, else id_host), hosts (all that answer),
               people_committee(_en), operator_name(_en), operator_short(_en), responsible(_en),
               address, hotline, email, heading (two lines of every paper);
               shown, shown_system_name, shown_short_name, shown_operator_name, shown_operator_short, …
  theme        brand, brand_strong, brand_soft, on_brand
  tiers        Tier(kind, name, article, seats, former); profile.tier(kind), profile.seats(kind)
  dossier      forms: Form(code "registration-form" | "information-form", title, article), form(code)
               papers: Paper(code "business-paper" | "product-papers", required, article, kinds), paper(code)
               fields: Field(code, form, required, article), fields_of(form)
               declaration(_en), purposes: Purpose(code, name), commitment(_en)
               filing_channels, reviewed_by, kept_by (desks)
               approval_forwards, managing_agency_told_on_direct_filing
  accounts     issued_by ("operator", "delegated-agency"), delegation_possible, activated_by, handed_over_by,
               locked_by, revocation_proposed_by, revocation_decided_by,
               undertakings: Undertaking(name, article, kinds)
  function_groups[kind]  FunctionGroup(code, wording (the regulation's), name (menu), article, permissions)
  duties[kind]           Duty(code, name, article, permissions): outside the menu, from “Việc của tôi”
               profile.groups_of(kind), duties_of(kind), permissions_of(kind) -> frozenset[Permission]
  publishing   decided_by, first_check_by (kinds), from_home_desk (kinds), take_down_by, take_down_grounds
  print_orders approved_by ("operator" | "rule"), needs_approval, looked_at_by_managing_agency
  clocks       receive, review, issue_account, approve_information, print_order, complaint, rating_reply
               (working days)
  limits       codes_an_order, most_codes_an_order, yield_percent, plain_print_file, print_file_hours,
               agency_idle_minutes, agency_longest_hours, unused_months
  lists        ListVersion(code, name, since, source) of every reference list
  reports      written_by, addressee(_en), addressee_kind, periods: ReportPeriod(code, month, day: due before)
  targets      Target(code, name, measure, value, by, article)
  sectors, departments (code, name, short), suggestions; profile.sector(code), profile.department(code),
               profile.suggest_managing_agency(sector=, establishment_kind=)
               -> Suggestion(tier, department, shown_reason) or None
  ocop         scored_by (kinds)
  certificate  issued_by, valid_months, number (a format),
               conditions: Condition(code, name, article, valid_from, valid_to), conditions_on(day)
  area_units   AreaUnit(code, name, square_metres); area_unit is the local one
  quantities   Quantity(code, name, unece)
  texts        where_to_file, after_filing, approved, account_issued, print_order_sent: Text(vi, en, shown)
  forwards(decided_by=, delegated=) -> bool, tells_managing_agency(filed_at=) -> bool

RuleSet        rule_set("ND37-2026", on=date) (RuleSetNotInForce), rules_in_force(date, sector=None)
  id, title(_en), shown, document, article, valid_from, valid_to (exclusive, or None), replaces,
  sectors (() all), fields, needed (required ones), shown_to_public, field(code), article_of(field),
  in_force(day), applies_to(sector)
  RuleField(letter, code, name, name_en, required, if_any (“nếu có”), public, sources): sources are
  "product.name", "product.image", "product.origin", "product.brand", "product.standards",
  "establishment.name", "establishment.address", "lot.number", "lot.events", "lot.expires_on", …;
  one of them filled is enough

Working days   is_working_day(day), working_days_after(start, n), working_days_between(start, end);
               each counts the operator's own records (models.Holiday) and takes also_free={dates} on top

Configuration  changeable.settings(): what an Override may settle, its limits; changes.spans(key, since)
"""

from txng.provinces.changes import in_force, is_working_day, working_days_after, working_days_between
from txng.provinces.profiles import current, ids, load
from txng.provinces.reading import ProfileError
from txng.provinces.rulesets import RuleField, RuleSet, RuleSetNotInForce, rule_set, rules_in_force
from txng.provinces.types import Profile

__all__ = [
    "Profile",
    "ProfileError",
    "RuleField",
    "RuleSet",
    "RuleSetNotInForce",
    "current",
    "ids",
    "in_force",
    "is_working_day",
    "load",
    "rule_set",
    "rules_in_force",
    "working_days_after",
    "working_days_between",
]
