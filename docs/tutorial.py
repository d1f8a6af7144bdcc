"""From install to a table in LaTeX and a chart; the notebook beside this file is made of it: make docs."""
# ruff: noqa: B018
# In a notebook the last expression of a cell is shown, so here it stands alone.

# %% [markdown]
# # From install to a table and a chart
#
# Did those who have led post-Soviet states come to power younger, and stay longer, than those who have led their
# neighbours to the west? This page goes from an empty environment to a table in LaTeX and a chart. Install the library
# with what the tests of small groups and Word files need:
#
# ```sh
# pip install 'leader-profiles[stats,word]'
# ```
#
# `load` reads the data that come with it. Give it a folder for tables of your own; frames you already have become a
# dataset with `Dataset.from_frames`.

# %%
from pathlib import Path

import profiles
from profiles.charts import survival_chart

output = Path("tutorial")
output.mkdir(exist_ok=True)
data = profiles.load()
data

# %% [markdown]
# `where` takes a part, here whoever held effective power in a post-Soviet state or in one of six neighbours. The part
# is a dataset again, and says what it is.

# %%
neighbours = ["POL", "CZE", "SVK", "HUN", "ROU", "BGR"]
part = data.where(group="post-soviet", states=neighbours, effective=True)
part.selection

# %% [markdown]
# `compare_groups` puts groups side by side: counts and what is missing first, then effects with intervals, and tests
# that suit small groups. The notes under the table say how each figure was got. Permutations and resampling have a
# fixed seed, so your table will be this one.

# %%
comparison = profiles.compare_groups(
    {"Post-Soviet states": "group:post-soviet", "Six neighbours": "rest"},
    aspects=["is_woman", "age_at_entry", "time_in_power", "irregular_exit", "evaluation"],
    data=part,
)
comparison

# %% [markdown]
# The same table for a paper, with its notes and sources, as LaTeX and for Word. The first lines of the LaTeX say which
# packages it needs.

# %%
for name in ("groups.tex", "groups.docx"):
    comparison.save(output / name)

# %% [markdown]
# Time in power as curves, with the numbers at risk. Whoever was in power when the data begin, in 1985, counts from then
# on, and whoever still is counts up to now: the foot says so. The chart is saved as SVG and PNG, with its numbers and
# its words.

# %%
chart = survival_chart(
    comparison.survival["time_in_power"],
    title="Time in power, post-Soviet states and six neighbours",
    as_of=comparison.as_of,
    data_version=comparison.data_version,
    sources=comparison.sources,
    duration="years in effective power",
    case="leader",
    name="time-in-power",
)
chart.save(output)
chart

# %% [markdown]
# Would another reading of the data have said something else? `robustness` tries every combination of the choices that
# bear on one difference, and says which of them moves it.

# %%
profiles.robustness("group:post-soviet", "time_in_power", data=part)

# %% [markdown]
# And who is most like one of them, in what, and how sure is that? `similar` spells out the distance.

# %%
profiles.similar("lukashenko", k=5, data=data)

# %% [markdown]
# What is now in the folder `tutorial`:

# %%
sorted(path.name for path in output.iterdir())
