"""规则代价 (prices of rules) in the schema: what each rule of a list costs, with the solves behind it."""

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.paging import rows
from gateway.api.parties import SERVICE
from gateway.api.resolving import at, context_of, listed


class Solved(graphene.ObjectType):
    """One solve behind a price."""

    event_sha256 = graphene.String(description="Which event was solved.", name="eventSha256")
    status = graphene.String(description="`optimal` when it is proved that nothing is better.")
    meetings = graphene.Int()
    value = graphene.Float()
    must_unmet = graphene.Int()
    shortfall = graphene.Int(description="Meetings missing to the minimums.")
    wants_met = graphene.Int()
    gap = graphene.Float()


class RulePrice(graphene.ObjectType):
    """What a rule costs: the best list with it beside the best without it, everything else being equal."""

    rule = graphene.String()
    name = graphene.String()
    name_en = graphene.String()
    value = graphene.Float(description="Points that the list would gain without the rule.")
    musts = graphene.Int(description="Musts that could be met besides.")
    meetings = graphene.Int(description="Meetings that could take place besides.")
    exact = graphene.Boolean(description="Both solves are proved; else the price is off by their gaps at most.")
    kept = graphene.Field(Solved)
    lifted = graphene.Field(Solved)


class RulePrices(graphene.ObjectType):
    """The price list of a run; rules that it does not have are not listed."""

    run_id = graphene.ID()
    state = graphene.Field(lists.RunState, resolver=listed("state"), description="Null while nobody has asked for it.")
    progress = graphene.Int(description="0 to 100")
    error = graphene.String()
    items = rows(RulePrice)


class RulePricesQuery(graphene.ObjectType):
    """What rules cost."""

    rule_prices = graphene.Field(RulePrices, run_id=graphene.ID(required=True))

    @staticmethod
    def resolve_rule_prices(_: Any, info: GraphQLResolveInfo, run_id: str) -> Any:
        """As far as it is known."""
        context = context_of(info)
        context.must_be_known()
        return context.read(SERVICE, at("runs", run_id, "prices"))


class RulePricesMutation(graphene.ObjectType):
    """Finding out what rules cost."""

    ask_rule_prices = graphene.Field(
        RulePrices,
        run_id=graphene.ID(required=True),
        description="Have the event of a run solved again without each rule, in the background.",
    )

    @staticmethod
    def resolve_ask_rule_prices(_: Any, info: GraphQLResolveInfo, run_id: str) -> Any:
        """Ask for the price list."""
        return context_of(info).write(SERVICE, "POST", at("runs", run_id, "prices"))
