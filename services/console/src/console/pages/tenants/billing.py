"""What a tenant pays for, and how that came to be."""

import asyncio
from decimal import Decimal, InvalidOperation

from contracts.faults import Malformed, NotFound
from contracts.platform.v1 import FieldError, Money
from contracts.tenant.v1 import (
    CANCEL_SUBSCRIPTION,
    CREATE_SUBSCRIPTION,
    UPDATE_SUBSCRIPTION,
    CancelSubscriptionRequest,
    CreateSubscriptionRequest,
    GetSubscriptionRequest,
    GetSubscriptionResponse,
    ListSubscriptionChangesRequest,
    ListSubscriptionChangesResponse,
    Subscription,
    SubscriptionServiceClient,
    UpdateSubscriptionRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting
from web.words import minor_digits

from console.pages.tenants import head

router = APIRouter()
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "NOK", "SEK", "DKK", "PLN")


@router.get("/tenants/{slug}/billing")
async def show_billing(visit: Visiting, slug: str, cursor: str = "") -> Response:
    """Show terms and history."""
    return await _page(visit, slug, None, cursor=cursor)


@router.post("/tenants/{slug}/billing")
async def save_terms(visit: Visiting, slug: str) -> Response:
    """Subscribe the tenant, or change the terms that were shown."""
    form = await visit.form()
    reply = await visit.submit(form, lambda: _saved(visit, slug, form))
    if reply is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/billing", say="The subscription was saved.")


@router.post("/tenants/{slug}/billing/cancel")
async def cancel(visit: Visiting, slug: str) -> Response:
    """End the subscription."""
    form = await visit.form()
    client = SubscriptionServiceClient(visit.gateway)
    reply = await visit.submit(
        form,
        lambda: client.cancel_subscription(form.read(CancelSubscriptionRequest, slug=slug)),
    )
    if reply is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/billing", say="The subscription was cancelled.")


async def _saved(visit: Visit, slug: str, form: Form) -> object:
    client = SubscriptionServiceClient(visit.gateway)
    price = _price(form)
    if form.value("version"):
        return await client.update_subscription(
            form.read(UpdateSubscriptionRequest, slug=slug, unitPrice=price)
        )
    return await client.create_subscription(
        form.read(CreateSubscriptionRequest, slug=slug, unitPrice=price)
    )


def _price(form: Form) -> Money:
    """Read 12.50 as 1250 cents; what a coin can't pay is refused."""
    currency = form.value("currency")
    try:
        minor = Decimal(form.value("price").replace(",", ".")).scaleb(minor_digits(currency))
    except InvalidOperation:
        minor = Decimal(-1)
    if not minor.is_finite() or minor < 0 or minor != minor.to_integral_value():
        error = FieldError(field="price", message="An amount such as 12.50.")
        raise Malformed("The price is no amount of this currency.", errors=[error])
    return Money(amount_minor=int(minor), currency=currency)


async def _page(visit: Visit, slug: str, form: Form | None, *, cursor: str = "") -> Response:
    client = SubscriptionServiceClient(visit.gateway)
    tenant, current, history = await asyncio.gather(
        head.read(visit, slug),
        visit.attempt(client.get_subscription(GetSubscriptionRequest(slug=slug))),
        visit.attempt(
            client.list_subscription_changes(
                ListSubscriptionChangesRequest(slug=slug, cursor=cursor or None)
            )
        ),
    )
    if isinstance(current, NotFound):
        history = ListSubscriptionChangesResponse()
    terms = current.subscription if isinstance(current, GetSubscriptionResponse) else None
    lives = terms is not None and terms.status != "cancelled"
    return await visit.page(
        "tenants/billing.html",
        form=form or _filled(terms if lives else None),
        tenant=tenant,
        tabs=head.tabs(visit),
        tab="/billing",
        subscription=terms if isinstance(current, GetSubscriptionResponse | NotFound) else current,
        lives=lives,
        history=history,
        currency_options=[(one, one) for one in CURRENCIES],
        rpcs={
            "create": CREATE_SUBSCRIPTION,
            "update": UPDATE_SUBSCRIPTION,
            "cancel": CANCEL_SUBSCRIPTION,
        },
    )


def _filled(subscription: Subscription | None) -> Form:
    if subscription is None:
        return Form.filled({"seats": 1, "currency": "EUR", "period": "monthly"})
    price = subscription.unit_price
    digits = minor_digits(price.currency)
    amount = f"{Decimal(price.amount_minor).scaleb(-digits):.{digits}f}"
    return Form.filled({**subscription.dump(), "price": amount, "currency": price.currency})
