-- T2: the score table, of one stage. Needs `records` as in T1.sql, one row per candidate with a score, and besides:
--   score, above_cutoff and suitable (1 or 0; suitable as people found who did not see the score).
-- n_above_median counts who is strictly above the median of everybody in the vacancy family.
-- Add grounds in the three places marked with (*). What comes out is exact: hide small counts as T1.sql says, and leave
-- mean, sd and quantiles empty where n is below ten.
with middle as (
    select vacancy_family, percentile_cont(0.5) within group (order by score) as median
    from records
    group by vacancy_family
)
select
    r.vacancy_family,
    case when grouping(sex) = 0 then 'sex' when grouping(origin) = 0 then 'origin' else 'all' end as ground,    -- (*)
    case when grouping(sex) = 0 then sex when grouping(origin) = 0 then origin else 'all' end as "group",       -- (*)
    count(*) as n,
    avg(score) as mean,
    stddev_samp(score) as sd,
    percentile_cont(0.5) within group (order by score) as median,
    percentile_cont(0.1) within group (order by score) as p10,
    percentile_cont(0.25) within group (order by score) as p25,
    percentile_cont(0.75) within group (order by score) as p75,
    percentile_cont(0.9) within group (order by score) as p90,
    sum(case when score > middle.median then 1 else 0 end) as n_above_median,
    sum(above_cutoff) as n_above_cutoff,
    sum(suitable) as n_suitable_independent,
    sum(case when suitable = 1 and above_cutoff = 0 then 1 else 0 end) as n_suitable_below_cutoff
from records r
join middle on middle.vacancy_family = r.vacancy_family
group by grouping sets (                                                                                        -- (*)
    (r.vacancy_family),
    (r.vacancy_family, sex),
    (r.vacancy_family, origin)
)
order by r.vacancy_family, ground, "group"
