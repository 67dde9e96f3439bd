-- T1x: the ways out. Needs `records` as in T1.sql, and besides:
--   exit ('rejected', 'expired', 'rule' or 'not_shown'), decided_by ('rule', 'model', 'human', 'model+human' or null),
--   viewed ('qualifying', 'opened', 'list_only', 'no', or null where it was not recorded),
--   hours (from application to decision), and hour_of_day (0 to 23) of the decision.
-- `qualifying` is only what was opened itself before the decision, for at least the agreed seconds, not in bulk, by
-- somebody trained. Add grounds in the three places marked with (*).
--
-- What comes out is exact: hide small counts before you deliver it, as T1.sql says, and leave median_hours empty where
-- n is below ten.
select
    vacancy_family,
    stage_no,
    stage_name,
    module_code,
    case when grouping(sex) = 0 then 'sex' when grouping(origin) = 0 then 'origin' else 'all' end as ground,    -- (*)
    case when grouping(sex) = 0 then sex when grouping(origin) = 0 then origin else 'all' end as "group",       -- (*)
    exit,
    decided_by,
    viewed,
    count(*) as n,
    percentile_disc(0.5) within group (order by hours) as median_hours,
    sum(case when hours < 1 then 1 else 0 end) as n_under_1h,
    sum(case when hour_of_day >= 22 or hour_of_day < 6 then 1 else 0 end) as n_22_06
from records
where decided_on between date '2026-01-01' and date '2026-12-31' and outcome in ('rejected', 'not_shown')
group by grouping sets (                                                                                        -- (*)
    (vacancy_family, stage_no, stage_name, module_code, exit, decided_by, viewed),
    (vacancy_family, stage_no, stage_name, module_code, exit, decided_by, viewed, sex),
    (vacancy_family, stage_no, stage_name, module_code, exit, decided_by, viewed, origin)
)
order by vacancy_family, stage_no, ground, "group", exit
