"""Commands about leaders: who there is, one of them, some side by side."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from profiles.cli.app import AsOf, Aspects, Data, Format, Output, Unverified, app, day_of, print_frame, print_result


@app.command(name="list")
def list_(
    name: Annotated[str | None, typer.Argument(help="Words of a name or alias.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="Id or name of a state.")] = None,
    in_office: Annotated[
        datetime | None,
        typer.Option("--in-office", formats=["%Y-%m-%d"], help="Leaders in office on this day."),
    ] = None,
    data: Data = None,
    unverified: Unverified = False,
) -> None:
    """List the leaders, or those that fit. Example: profiles list --state RUS"""
    from profiles.dataset import load
    from profiles.lists import list_leaders

    found = list_leaders(name, state=state, in_office=day_of(in_office), data=load(data, unverified=unverified))
    print_frame(found, "leader")


@app.command()
def show(
    leader: Annotated[str, typer.Argument(help="Id, name, alias or part of one.")],
    aspect: Aspects = None,
    format: Format = "text",
    output: Output = None,
    as_of: AsOf = None,
    data: Data = None,
    unverified: Unverified = False,
) -> None:
    """Show what is known of one leader. Example: profiles show gorbachev"""
    from profiles.compare import describe
    from profiles.dataset import load

    result = describe(leader, aspects=aspect or None, as_of=day_of(as_of), data=load(data, unverified=unverified))
    print_result(result, format, output)


@app.command()
def compare(
    leaders: Annotated[list[str], typer.Argument(help="Two or more: ids, names, aliases or parts of them.")],
    aspect: Aspects = None,
    format: Format = "text",
    output: Output = None,
    as_of: AsOf = None,
    data: Data = None,
    unverified: Unverified = False,
) -> None:
    """Compare leaders side by side. Example: profiles compare putin xi"""
    from profiles.compare import compare as compare_leaders
    from profiles.dataset import load

    result = compare_leaders(
        *leaders, aspects=aspect or None, as_of=day_of(as_of), data=load(data, unverified=unverified)
    )
    print_result(result, format, output)
