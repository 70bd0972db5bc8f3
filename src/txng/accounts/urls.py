"""Addresses of this area. The names with an underscore are the ones allauth asks for by itself."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from txng.accounts.views import activation, agency, own, signing_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("dang-nhap/", signing_in.sign_in, name="account_login"),
    path("dang-nhap/xac-thuc/", signing_in.second_step, name="mfa_authenticate"),
    path("dang-nhap/thiet-lap-xac-thuc/", signing_in.enrol, name="second-factor-enrol"),
    path("dang-xuat/", signing_in.sign_out, name="sign-out"),
    path("vao/", signing_in.enter, name="enter"),
    path("tai-khoan/", own.own_account, name="own-account"),
    path("tai-khoan/mat-khau/", own.change_password, name="change-password"),
    path("tai-khoan/ma-du-phong/", own.recovery_codes, name="recovery-codes"),
    path("tai-khoan/kich-hoat/<str:token>/", activation.activate, name="account-activate"),
    path("co-quan/tai-khoan/", agency.account_list, name="account-list"),
    path("co-quan/tai-khoan/cap/<int:dossier_id>/", agency.issue, name="account-issue"),
    path("co-quan/tai-khoan/<int:account_id>/", agency.account_detail, name="account-detail"),
    path("co-quan/tai-khoan/<int:account_id>/thu/", agency.letter_file, name="account-letter-file"),
    path("co-quan/tai-khoan/<int:account_id>/thu/<int:membership_id>/", agency.letter, name="account-letter"),
    path("co-quan/tai-khoan/<int:account_id>/ban-giao/", agency.hand_over, name="account-hand-over"),
    path(
        "co-quan/tai-khoan/<int:account_id>/ban-giao/<int:hand_over_id>/",
        agency.hand_over_record,
        name="account-hand-over-record",
    ),
    path("co-quan/tai-khoan/<int:account_id>/khoa/", agency.lock, name="account-lock"),
    path("co-quan/tai-khoan/<int:account_id>/mo-khoa/", agency.unlock, name="account-unlock"),
]
