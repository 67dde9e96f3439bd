-- T1s: the sourcing funnel. Needs a table or view `records` with one row per person and campaign:
--   campaign, channel, targeting_used, lookalike ('yes' or 'no'), the flags reachable, shown, clicked, started, applied
--   and suitable_blind (1 or 0), and one column for each ground; 'unknown' where a group is not known.
-- Add grounds in the three places marked with (*). What comes out is exact: hide small counts as T1.sql says.
select
    campaign,
    channel,
    case when grouping(sex) = 0 then 'sex' when grouping(origin) = 0 then 'origin' else 'all' end as ground,    -- (*)
    case when grouping(sex) = 0 then sex when grouping(origin) = 0 then origin else 'all' end as "group",       -- (*)
    sum(reachable) as n_reachable,
    sum(shown) as n_shown,
    sum(clicked) as n_clicked,
    sum(started) as n_started,
    sum(applied) as n_applied,
    sum(suitable_blind) as n_suitable_blind,
    targeting_used,
    lookalike
from records
group by grouping sets (                                                                                        -- (*)
    (campaign, channel, targeting_used, lookalike),
    (campaign, channel, targeting_used, lookalike, sex),
    (campaign, channel, targeting_used, lookalike, origin)
)
order by campaign, channel, ground, "group"
