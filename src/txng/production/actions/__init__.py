"""What can be done in production: sites, partners and materials are added, lots opened, described day by day,
cut and put together, goods kept and handed on."""

from txng.production.actions.accept_goods import accept_goods
from txng.production.actions.add_area_code import add_area_code
from txng.production.actions.add_lot_task import add_lot_task
from txng.production.actions.add_material import add_material
from txng.production.actions.add_partner import add_partner
from txng.production.actions.add_site import add_site
from txng.production.actions.add_worker import add_worker
from txng.production.actions.archive_material import archive_material
from txng.production.actions.archive_partner import archive_partner
from txng.production.actions.archive_site import archive_site
from txng.production.actions.archive_worker import archive_worker
from txng.production.actions.begin_sheet import begin_sheet
from txng.production.actions.cancel_lot import cancel_lot
from txng.production.actions.cancel_sheet import cancel_sheet
from txng.production.actions.change_area_code_status import change_area_code_status
from txng.production.actions.change_lot import change_lot
from txng.production.actions.change_material import change_material
from txng.production.actions.change_partner import change_partner
from txng.production.actions.change_site import change_site
from txng.production.actions.change_worker import change_worker
from txng.production.actions.close_lot import close_lot
from txng.production.actions.confirm_sheet import confirm_sheet
from txng.production.actions.correct_diary import correct_diary
from txng.production.actions.count_stock import count_stock
from txng.production.actions.draft_process import draft_process
from txng.production.actions.draw_boundary import draw_boundary
from txng.production.actions.drop_lot_task import drop_lot_task
from txng.production.actions.drop_process_task import drop_process_task
from txng.production.actions.edit_process import edit_process
from txng.production.actions.explain_conflict import explain_conflict
from txng.production.actions.finish_sheet import break_off_sheet, finish_sheet
from txng.production.actions.keep_plan import keep_plan
from txng.production.actions.load_permitted_list import load_permitted_list
from txng.production.actions.look_at_flags import look_at_flags
from txng.production.actions.merge_lots import merge_lots
from txng.production.actions.move_plan import move_plan
from txng.production.actions.offer_goods import offer_goods
from txng.production.actions.open_lot import open_lot
from txng.production.actions.plan_lot import plan_lot
from txng.production.actions.preview_sheet import preview_sheet
from txng.production.actions.process_lots import process_lots
from txng.production.actions.publish_process import publish_process
from txng.production.actions.put_process_task import put_process_task
from txng.production.actions.receive_material import receive_material
from txng.production.actions.record_receipt import record_receipt
from txng.production.actions.record_shipment import record_shipment
from txng.production.actions.refuse_goods import refuse_goods
from txng.production.actions.restore_material import restore_material
from txng.production.actions.restore_partner import restore_partner
from txng.production.actions.restore_site import restore_site
from txng.production.actions.restore_worker import restore_worker
from txng.production.actions.retire_process import retire_process
from txng.production.actions.send_sheet import send_sheet
from txng.production.actions.split_lot import split_lot
from txng.production.actions.start_version import start_version
from txng.production.actions.take_back_move import take_back_move
from txng.production.actions.transfer_stock import transfer_stock
from txng.production.actions.undo_sheet import undo_sheet
from txng.production.actions.withdraw_offer import withdraw_offer
from txng.production.actions.write_diary import write_diary
from txng.production.actions.write_diary_for_lots import write_diary_for_lots
from txng.production.actions.write_off import write_off

__all__ = [
    "accept_goods",
    "add_area_code",
    "add_lot_task",
    "add_material",
    "add_partner",
    "add_site",
    "add_worker",
    "archive_material",
    "archive_partner",
    "archive_site",
    "archive_worker",
    "begin_sheet",
    "break_off_sheet",
    "cancel_lot",
    "cancel_sheet",
    "change_area_code_status",
    "change_lot",
    "change_material",
    "change_partner",
    "change_site",
    "change_worker",
    "close_lot",
    "confirm_sheet",
    "correct_diary",
    "count_stock",
    "draft_process",
    "draw_boundary",
    "drop_lot_task",
    "drop_process_task",
    "edit_process",
    "explain_conflict",
    "finish_sheet",
    "keep_plan",
    "load_permitted_list",
    "look_at_flags",
    "merge_lots",
    "move_plan",
    "offer_goods",
    "open_lot",
    "plan_lot",
    "preview_sheet",
    "process_lots",
    "publish_process",
    "put_process_task",
    "receive_material",
    "record_receipt",
    "record_shipment",
    "refuse_goods",
    "restore_material",
    "restore_partner",
    "restore_site",
    "restore_worker",
    "retire_process",
    "send_sheet",
    "split_lot",
    "start_version",
    "take_back_move",
    "transfer_stock",
    "undo_sheet",
    "withdraw_offer",
    "write_diary",
    "write_diary_for_lots",
    "write_off",
]
