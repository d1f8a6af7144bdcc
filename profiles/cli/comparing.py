"""Commands that compare groups of leaders, coders of statements, and one leader with all others."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import typer

from profiles.cli.app import AsOf, Data, Format, Output, Unverified, app, day_of, print_result

By = Annotated[
    str | None,
    typer.Option(
        "--by", help="A group of states (group:post-soviet), an attribute (gender) or its value (gender=female)."
    ),
]
Group = Annotated[
    list[str] | None,
    typer.Option("--group", help="A group by list, NAME=LEADER,LEADER,...; may be repeated."),
]
Versus = Annotated[str, typer.Option("--versus", help="What to compare it with: the rest, or another such group.")]
Unit = Annotated[
    Literal["leader", "tenure", "statement", "leader-year"], typer.Option("--unit", help="What one case is.")
]
Since = Annotated[
    datetime | None,
    typer.Option(
        "--since", formats=["%Y-%m-%d"], help="Time in power is observed from this day; 1985-01-01 by default."
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="Seed of the permutations and resamples.")]


def _groups(by: str | None, lists: list[str] | None) -> str | dict[str, list[str]]:
    """Return the groups asked for, as the library takes them."""
    if (by is None) == (not lists):
        message = "say which groups: either --by group:post-soviet, or --group 'A=putin,xi' --group 'B=...'"
        raise typer.BadParameter(message)
    if by is not None:
        return by
    named: dict[str, list[str]] = {}
    for one in lists or ():
        name, equals, leaders = one.partition("=")
        if not equals or not name.strip() or name.strip() in named:
            message = f"{one!r}: write each group once, as NAME=LEADER,LEADER,..."
            raise typer.BadParameter(message, param_hint="--group")
        named[name.strip()] = [leader.strip() for leader in leaders.split(",")]
    return named


@app.command()
def groups(
    by: By = None,
    group: Group = None,
    versus: Versus = "rest",
    aspect: Annotated[
        list[str] | None, typer.Option("--aspect", "-a", help="Show only this aspect; may be repeated.")
    ] = None,
    unit: Unit = "leader",
    power: Annotated[
        Literal["effective", "any"] | None,
        typer.Option("--power", help="Whose offices count: effective power, or any."),
    ] = None,
    inferred: Annotated[bool, typer.Option(help="Whether codings count that the coder inferred.")] = True,
    coder: Annotated[Literal["main", "second"], typer.Option("--coder", help="Whose codings count.")] = "main",
    count: Annotated[
        Literal["each", "first", "last", "majority"] | None,
        typer.Option("--count", help="Which statements of a leader count."),
    ] = None,
    adjust: Annotated[
        Literal["holm", "bh"] | None, typer.Option("--adjust", help="Adjust p for several tests.")
    ] = None,
    permutations: Annotated[
        int, typer.Option("--permutations", help="Permutations where not all can be tried.")
    ] = 10_000,
    seed: Seed = 1991,
    since: Since = None,
    format: Format = "text",
    output: Output = None,
    as_of: AsOf = None,
    data: Data = None,
    unverified: Unverified = False,
) -> None:
    """Compare groups of leaders. Example: profiles groups --by group:post-soviet --versus rest"""
    from profiles.dataset import load
    from profiles.groups import Choices, compare_groups

    result = compare_groups(
        _groups(by, group), versus=versus, aspects=aspect or None, unit=unit,
        choices=Choices(power=power, inferred=inferred, coder=coder, count=count), since=day_of(since),
        as_of=day_of(as_of), data=load(data, unverified=unverified), permutations=permutations, seed=seed,
        adjust=adjust,
    )  # fmt: skip
    print_result(result, format, output)


@app.command()
def robustness(
    aspect: Annotated[str, typer.Argument(help="The aspect, as profiles groups names it.")],
    by: By = None,
    group: Group = None,
    versus: Versus = "rest",
    level: Annotated[str | None, typer.Option("--level", help="Which code, where an aspect has several.")] = None,
    unit: Unit = "leader",
    vary: Annotated[
        list[str] | None,
        typer.Option("--vary", help="Vary only this choice; may be repeated. All that matter by default."),
    ] = None,
    seed: Seed = 1991,
    since: Since = None,
    format: Format = "text",
    output: Output = None,
    as_of: AsOf = None,
    data: Data = None,
    unverified: Unverified = False,
) -> None:
    """Show whether a difference survives. Example: profiles robustness age_at_entry --by group:post-soviet"""
    from profiles.dataset import load
    from profiles.groups import robustness as vary_choices

    result = vary_choices(
        _groups(by, group), aspect, versus=versus, level=level, unit=unit, vary=vary or None, since=day_of(since),
        as_of=day_of(as_of), data=load(data, unverified=unverified), seed=seed,
    )  # fmt: skip
    print_result(result, format, output)


@app.command()
def agreement(
    field: Annotated[
        list[str] | None,
        typer.Option("--field", help="Show only this column; may be repeated. All coded ones by default."),
    ] = None,
    confusion: Annotated[
        str | None, typer.Option("--confusion", help="Print who coded what in this column instead.")
    ] = None,
    seed: Seed = 1991,
    format: Format = "text",
    output: Output = None,
    as_of: AsOf = None,
    data: Data = None,
) -> None:
    """Show how far the coders of the statements agree. Example: profiles agreement"""
    from profiles.agreement import agreement as compare_coders
    from profiles.dataset import load

    fields = [confusion] if confusion else field or None
    result = compare_coders(load(data), fields=fields, as_of=day_of(as_of), seed=seed)
    if confusion:
        typer.echo(result.confusion(confusion).to_string())
    else:
        print_result(result, format, output)


@app.command()
def similar(
    leader: Annotated[str, typer.Argument(help="Id, name, alias or part of one.")],
    k: Annotated[int, typer.Option("--count", "-k", min=1, help="How many to show.")] = 10,
    format: Format = "text",
    output: Output = None,
    as_of: AsOf = None,
    data: Data = None,
    unverified: Unverified = False,
) -> None:
    """Show the leaders most alike to one, and in what. Example: profiles similar xi"""
    from profiles.dataset import load
    from profiles.similar import similar as find_similar

    result = find_similar(leader, k=k, as_of=day_of(as_of), data=load(data, unverified=unverified))
    print_result(result, format, output)
