-- T1: the selection funnel, for whoever counts in a database of their own.
--
-- Needs a table or view `records` with one row per candidate and stage and these columns:
--   vacancy_family, stage_no, stage_name, module_code, outcome ('through', 'rejected', 'not_shown', 'withdrawn' or
--   'pending'), decided_on (a date), and one column for each ground: here sex and origin. Add or take away grounds in
--   the three places marked with (*). People whose group is not known have 'unknown' there, never null.
--
-- What comes out is exact and stays in your house. Before you deliver it: write every count below ten as <10 (a zero
-- too, unless nobody at all is in that column at that stage), and hide so much besides that nobody can compute it from
-- the totals. `assessor tables` does that; by hand, leave the ground out where a count is small.
select
    vacancy_family,
    stage_no,
    stage_name,
    module_code,
    case
        when grouping(sex) = 0 and grouping(origin) = 0 then 'sex x origin'                                     -- (*)
        when grouping(sex) = 0 then 'sex'
        when grouping(origin) = 0 then 'origin'
        else 'all'
    end as ground,
    case
        when grouping(sex) = 0 and grouping(origin) = 0 then                                                    -- (*)
            case when sex = 'unknown' or origin = 'unknown' then 'unknown' else sex || ' x ' || origin end
        when grouping(sex) = 0 then sex
        when grouping(origin) = 0 then origin
        else 'all'
    end as "group",
    count(*) as n_in,
    sum(case when outcome = 'through' then 1 else 0 end) as n_through,
    sum(case when outcome = 'rejected' then 1 else 0 end) as n_rejected,
    sum(case when outcome = 'not_shown' then 1 else 0 end) as n_not_shown,
    sum(case when outcome = 'withdrawn' then 1 else 0 end) as n_withdrawn,
    sum(case when outcome = 'pending' then 1 else 0 end) as n_pending
from records
where decided_on between date '2026-01-01' and date '2026-12-31'
group by grouping sets (                                                                                        -- (*)
    (vacancy_family, stage_no, stage_name, module_code),
    (vacancy_family, stage_no, stage_name, module_code, sex),
    (vacancy_family, stage_no, stage_name, module_code, origin),
    (vacancy_family, stage_no, stage_name, module_code, sex, origin)
)
order by vacancy_family, stage_no, ground, "group"
-- A combination has several rows called unknown; add those of one stage up.
