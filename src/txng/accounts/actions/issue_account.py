from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._people import Issued, make_user, take_seat, write_letter
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account
from txng.accounts.models.accounts import AccountState, MembershipRole
from txng.accounts.models.users import AccountKind
from txng.kernel.clock import VIETNAM, local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.registry.actions.join_establishment import join_establishment
from txng.registry.models import Dossier
from txng.registry.models.dossiers import DossierState


@transaction.atomic
def issue_account(
    *,
    actor: Actor,
    dossier_id: int,
    login: str,
    owner_name: str,
    owner_phone: str = "",
    owner_email: str = "",
    at: datetime,
) -> Issued:
    """Cấp tài khoản cho cơ sở (CB 6.3 Bước 2, CT-REG 6.3.b): the establishment joins, its owner gets a letter."""
    # The lock makes the slower of two operators wait here and then read what the faster one did.
    dossier = Dossier.objects.select_for_update(of=("self",), no_key=True).filter(id=dossier_id).first()
    if dossier is None:
        raise NotThere
    actor.require(Permission.ACCOUNT_ISSUE, dossier)
    if dossier.state == DossierState.ACCOUNT_ISSUED:
        raise _already_issued(dossier)
    # Refuses a dossier that is not approved.
    establishment = join_establishment(actor=actor, dossier=dossier, at=at)
    account = Account(
        kind=AccountKind.ESTABLISHMENT,
        establishment=establishment,
        dossier=dossier,
        state=AccountState.ISSUED,
        seats=provinces.in_force(local_date(at)).seats(AccountKind.ESTABLISHMENT),
        issued_at=at,
        issued_by=actor.label,
    )
    account.stand_with(establishment)
    account.save(force_insert=True)
    owner = make_user(
        login=login, name=owner_name, kind=AccountKind.ESTABLISHMENT, phone=owner_phone, email=owner_email
    )
    membership = take_seat(account=account, user=owner, role=MembershipRole.OWNER, title="", at=at)
    letter, token = write_letter(actor=actor, account=account, user=owner, at=at)
    dossier.state = DossierState.ACCOUNT_ISSUED
    dossier.establishment = establishment
    dossier.save(update_fields=["state", "establishment"])
    record(
        AccountEvent.ISSUED,
        actor=actor,
        subject=account,
        at=at,
        after={
            "dossier": dossier.number,
            "login": owner.login,
            "owner": owner.name,
            "seats": account.seats,
            "letter_until": letter.expires_at,
        },
    )
    return Issued(account=account, membership=membership, letter=letter, token=token)


def _already_issued(dossier: Dossier) -> RuleBroken:
    account = Account.objects.filter(dossier=dossier).first()
    if account is None:
        return RuleBroken(_("The account of this dossier is issued already."), code="already_issued")
    return RuleBroken(
        _("%(name)s has issued the account of this dossier at %(time)s. See the result.")
        % {"name": account.issued_by, "time": account.issued_at.astimezone(VIETNAM).strftime("%H:%M, %d/%m/%Y")},
        code="already_issued",
    )
