"""The tables besides T1 and T1x are consistent in themselves, or what is not is said."""

from __future__ import annotations

import pytest

from assessor.domain.tables.model import TableCode
from assessor.domain.tables.reconcile import reconcile
from tests.domain.tables.files import read


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("T1s", "campaign,channel,ground,group,n_shown,n_clicked\nc,k,all,all,100,120", ["limits"]),
        ("T1s", "campaign,channel,ground,group,n_shown,n_applied\nc,k,all,all,100,12", []),
        ("T1s", "campaign,channel,ground,group,n_shown\nc,k,all,all,100\nc,k,sex,women,60\nc,k,sex,men,30", ["groups"]),
        ("T1s", "campaign,channel,ground,group,n_shown\nc,k,sex,women,60\nc,k,sex,men,30", []),
        ("T2", "ground,group,n,n_above_cutoff\nsex,women,50,60", ["limits"]),
        ("T2", "ground,group,n,n_suitable_independent,n_suitable_below_cutoff\nsex,women,50,20,21", ["limits"]),
        ("T2", "ground,group,n,p10,median,p90\nsex,women,50,40,30,60", ["limits"]),
        ("T2", "ground,group,n,n_above_median\nall,all,100,51", ["limits"]),
        ("T2", "ground,group,n,n_above_median\nall,all,100,50", []),
        ("T2", "ground,group,n\nall,all,100\nsex,women,50\nsex,men,51", ["groups"]),
        ("T3", "study_id,criterion,n,r_uncorrected,ci_low,ci_high\nS,werk,412,0.31,0.22,0.39", []),
        ("T3", "study_id,criterion,n,r_uncorrected,ci_low,ci_high\nS,werk,412,0.41,0.22,0.39", ["printed"]),
        ("T3", "study_id,criterion,n,r_uncorrected,ci_low,ci_high\nS,werk,412,0.31,0.39,0.22", ["printed"]),
        ("T3", "study_id,criterion,n,auc,ci_low,ci_high\nS,werk,412,0.61,0.65,0.70", ["printed"]),
        ("T3", "study_id,criterion,n\nS,werk,412", ["printed"]),
        ("T3", "study_id,criterion,n,ground,group,slope\nS,werk,412,sex,women,0.4", []),
        ("T4", "month,n_cases,n_followed,n_up,n_down,n_abstained\n2026-03,100,80,5,5,10", []),
        ("T4", "month,n_cases,n_followed,n_up,n_down,n_abstained\n2026-03,100,80,5,5,5", ["outcomes"]),
        ("T4", "month,n_cases,n_followed,n_up,n_down,n_abstained\n2026-03,100,80,<10,<10,<10", []),
        ("T4", "month,n_cases,n_followed,n_up\n2026-03,100,80,5", []),
        ("T4", "month,n_cases,n_followed,n_up\n2026-03,100,80,25", ["outcomes"]),
        ("T4", "month,n_cases,n_bulk,n_under_10s\n2026-03,100,101,102", ["limits", "limits"]),
        ("T4", "month,n_cases,n_reviewed_random_rejects,n_found_wrong\n2026-03,100,150,151", ["limits"]),
        ("T5", "dataset,ground,group,n,share\nd,sex,women,60,0.6\nd,sex,men,40,0.4", []),
        ("T5", "dataset,ground,group,n,share\nd,sex,women,60,0.6\nd,sex,men,40,0.3", ["shares"]),
        ("T5", "dataset,ground,group,n,share\nd,all,all,100,1\nd,sex,a,60,0.5\nd,sex,b,40,0.5", ["shares", "shares"]),
        ("T5", "dataset,year_from,year_to,ground,group,n\nd,2024,2021,all,all,100", ["limits"]),
        ("T5", "dataset,employer_count,largest_employer_share,ground,group,n\nd,2,0.4,all,all,100", ["shares"]),
        ("T5b", "population,source,year,ground,group,share\nr,cbs,2025,sex,women,48%\nr,cbs,2025,sex,men,52%", []),
        ("T5b", "population,source,year,ground,group,share\nr,cbs,2025,sex,a,48%\nr,cbs,2025,sex,b,42%", ["shares"]),
        ("T5b", "population,source,year,ground,group,share\nr,c,2025,o,a,33%\nr,c,2025,o,b,33%\nr,c,2025,o,c,33%", []),
        ("T6", "test_type,n_pairs,n_decision_changed\nrepeat,100,101", ["limits"]),
        ("T6", "test_type,n_pairs,n_decision_changed,n_changed_favour_a,n_changed_favour_b\ngap,100,9,5,5", ["limits"]),
        ("T6", "test_type,n_pairs,n_decision_changed,n_changed_favour_a,n_changed_favour_b\ngap,100,<10,5,4", []),
        ("T6", "test_type,n_pairs,n_changed_favour_a,n_changed_favour_b\ngap,100,60,50", ["limits"]),
        ("T6", "test_type,n_pairs,median_rank_shift_pct,max_rank_shift_pct\nrepeat,100,5,4", ["limits"]),
        ("T7", "date,metric,alarm,closed_date\n2026-03-09,m,y,2026-03-08", ["limits"]),
        ("T7", "date,metric,alarm,people_affected,people_informed\n2026-03-09,m,y,46,47", ["limits"]),
        ("T8", "period,type,n_requested,n_granted,n_completed,n_through\n2026,tijd,14,13,12,11", []),
        ("T8", "period,type,n_requested,n_granted\n2026,tijd,14,15", ["limits"]),
        ("T8", "period,type,n_requested,n_granted,n_completed,n_through\n2026,tijd,14,13,14,15", ["limits", "limits"]),
        ("T9", "period,kind,n,n_changed_outcome,n_upheld\n2026,klacht,14,15,16", ["limits", "limits"]),
    ],
)  # fmt: skip
def test_the_other_tables_are_consistent_in_themselves(code: TableCode, text: str, found: list[str]) -> None:
    mismatches = reconcile(read(code, text))
    assert [mismatch.code for mismatch in mismatches] == found
    assert all(mismatch.text.nl != mismatch.text.en for mismatch in mismatches)
