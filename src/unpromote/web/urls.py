"""Which view answers which address of the people's door."""

from __future__ import annotations

from allauth.account.views import (  # type: ignore[import-untyped]
    AccountInactiveView,
    LoginView,
    LogoutView,
    PasswordChangeView,
    ReauthenticateView,
    SignupView,
)
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import TemplateView

from unpromote.web.views import (
    agreement,
    approval,
    audit,
    calendar,
    cases,
    claims,
    creator_page,
    creators,
    decision,
    delivery,
    evidence,
    following,
    imports,
    messages,
    money,
    notices,
    pages,
    quote,
    settlement,
    templates,
    terms,
    tray,
)

case: list[URLPattern | URLResolver] = [
    path("", cases.shown, name="case"),
    path("status/", cases.followed, name="status"),
    path("decision/", decision.shown, name="decision"),
    path("curve.json", quote.curved, name="curve"),
    path("approval/", approval.signed, name="sign"),
    path("agreement/", agreement.handed_in, name="hand-in"),
    path("documents/<int:nth>/pages/<int:number>/", pages.shown, name="page"),
    path("documents/<int:nth>/pages/<int:number>/page.png", pages.picture, name="page-picture"),
    path("terms/fields/", terms.checked, name="terms"),
    path("terms/", agreement.confirmed, name="confirm"),
    path("evidence/", evidence.added, name="add-evidence"),
    path("fact/", evidence.stated, name="state-fact"),
    path("fact/confirm/", evidence.confirmed, name="confirm-fact"),
    path("fact/withdraw/", evidence.withdrawn, name="withdraw-fact"),
    path("readings/", agreement.reading_settled, name="settle-reading"),
    path("claim/", claims.compared, name="claim"),
    path("claims/<slug:claim_id>/", claims.kept, name="kept-claim"),
    path("quote/", quote.taken, name="take-quote"),
    path("delivery/", delivery.stopped, name="stopped"),
    path("delivery/schedule/", delivery.scheduled, name="schedule-stop"),
    path("delivery/at-once/", delivery.stopped_at_once, name="stop-at-once"),
    path("delivery/ratify/", delivery.ratified, name="ratify-stop"),
    path("delivery/again/", delivery.stopped_again, name="stop-again"),
    path("delivery/undo/", delivery.undone, name="undo-stop"),
    path("delivery/confirm-final/", delivery.confirmed_final, name="confirm-final"),
    path("delivery/guard/", delivery.guarded, name="guard"),
    path("messages/", messages.judged, name="judge"),
    path("messages/snooze/", following.snoozed, name="snooze"),
    path("messages/log/", following.logged, name="log"),
    path("messages/reply/", following.written_back, name="reply"),
    path("messages/contact/", following.stated, name="contact"),
    path("messages/as-answer/", following.taken_as_answer, name="as-answer"),
    path("messages/again/", following.sent_again, name="send-again"),
    path("messages/all-again/", following.unsent_again, name="send-all-again"),
    path("messages/<str:who>/sheet.txt", following.sheet, name="sheet"),
    path("files/<slug:digest>/", tray.case_file, name="message-file"),
    path("settlement/answer/", settlement.answered, name="creator-answer"),
    path("settlement/release/", settlement.released, name="release"),
    path("deal/", creators.deal_entered, name="enter-deal"),
    path("settlement/involve/", creators.adjusted, name="involve"),
    path("settlement/link/", creators.linked, name="creator-link"),
    path("proposal/", creators.proposal_answered, name="answer-proposal"),
    path("creator-files/<slug:name>/", creators.file, name="creator-file"),
    path("duty/", creators.duty, name="duty"),
    path("money/", money.shown, name="money"),
    path("money/bill/", money.billed, name="bill"),
    path("money/payee/", money.payee_noted, name="payee"),
    path("money/explain/", money.explained, name="explain"),
    path("money/release/", money.balance_released, name="release-balance"),
    path("money/payer/", money.payer_noted, name="payer"),
    path("money/run/", money.run_prepared, name="run"),
    path("money/run/release/", money.run_released, name="run-release"),
    path("money/run/drop/", money.run_dropped, name="run-drop"),
    path("money/run/<slug:run>/", money.run_fetched, name="run-file"),
    path("money/statement/", money.statement_handed_in, name="statement"),
    path("money/line/", money.line_placed, name="bank-line"),
    path("alarm/", audit.alarm_answered, name="alarm"),
    path("close/", audit.closed, name="close"),
    path("drop/", audit.dropped, name="drop"),
    path("deadlines/", notices.deadlines, name="deadlines"),
    path("deadlines/met/", notices.met, name="met"),
    path("calendar/", notices.case_calendar_made, name="case-calendar"),
    path("pack/", audit.pack_ordered, name="pack"),
]

# allauth's own views with our pages. A lost password is mended by a link, since no address of a person is kept.
account: list[URLPattern | URLResolver] = [
    path("login/", LoginView.as_view(template_name="web/sign_in.html"), name="account_login"),
    path("logout/", LogoutView.as_view(template_name="web/sign_out.html"), name="account_logout"),
    path("signup/", SignupView.as_view(template_name_signup_closed="web/sign_up.html"), name="account_signup"),
    path("password/reset/", TemplateView.as_view(template_name="web/lost.html"), name="account_reset_password"),
    path("inactive/", AccountInactiveView.as_view(template_name="web/sign_up.html"), name="account_inactive"),
    path(
        "reauthenticate/", ReauthenticateView.as_view(template_name="web/sign_in.html"), name="account_reauthenticate"
    ),
    path(
        "password/change/",
        PasswordChangeView.as_view(template_name="web/password.html", success_url="/"),
        name="account_change_password",
    ),
]

# No account: the link is the key, and the page is the creator's own.
creator: list[URLPattern | URLResolver] = [path("<str:token>/", creator_page.page, name="creator-page")]

door: list[URLPattern | URLResolver] = [
    path("", cases.listed, name="cases"),
    path("notices/", notices.settings_page, name="notices"),
    path("notices/channels/<str:client>/", notices.channels_set, name="channels"),
    path("notices/calendars/", notices.calendar_made, name="make-calendar"),
    path("notices/calendars/revoke/", notices.calendar_revoked, name="revoke-calendar"),
    path("calendar/<str:token>.ics", calendar.subscribed, name="calendar"),
    path("cases/<slug:reference>/", include(case)),
    path("tray/", tray.listed, name="tray"),
    path("tray/<slug:mail>/", tray.shown, name="stray"),
    path("tray/<slug:mail>/assign/", tray.assigned, name="assign-stray"),
    path("tray/<slug:mail>/set-aside/", tray.put_aside, name="set-aside-stray"),
    path("tray/<slug:mail>/files/<slug:digest>/", tray.stray_file, name="stray-file"),
    path("promotions/", imports.listed, name="imports"),
    path("promotions/template.<slug:ending>", imports.template, name="promotion-template"),
    path("promotions/<slug:import_id>/", imports.shown, name="import"),
    path("promotions/<slug:import_id>/answer/", imports.answered, name="answer-import"),
    path("promotions/<slug:import_id>/apply/", imports.applied, name="apply-import"),
    path("templates/", templates.listed, name="templates"),
    path("templates/<str:client>/<str:name>/<slug:language>/", templates.edited, name="template"),
]

urlpatterns = [
    path("account/", include(account)),
    path("creator/", include(creator)),
    path("", include((door, "web"))),
]
