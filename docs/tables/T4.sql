-- T4: what reviewers did with advice. Needs a table or view `records` with one row per reviewed candidate:
--   month ('2026-03'), reviewer, score_band, verdict ('followed', 'up', 'down' or 'abstained'), seconds,
--   bulk, random_check and found_wrong (1 or 0), and one column for each ground.
-- No row is about one reviewer: reviewers are put in parts by how often they followed, each of at least five people.
-- Take tenths (ntile(10)) only from fifty reviewers on; with fewer, one part for every five, and with fewer than five
-- no table at all. Here: two parts. Leave out rows of fewer than five reviewers, as the last condition does.
-- Add grounds in the three places marked with (*). What comes out is exact: hide small counts as T1.sql says.
with ranked as (
    select
        reviewer,
        ntile(2) over (
            order by avg(case when verdict = 'followed' then 1.0 else 0 end), count(*), reviewer
        ) as part
    from records
    group by reviewer
)
select
    month,
    case part when 1 then 3 else 8 end as reviewer_decile,  -- the tenth in which the middle of the part lies
    score_band,
    count(*) as n_cases,
    sum(case when verdict = 'followed' then 1 else 0 end) as n_followed,
    sum(case when verdict = 'up' then 1 else 0 end) as n_up,
    sum(case when verdict = 'down' then 1 else 0 end) as n_down,
    sum(case when verdict = 'abstained' then 1 else 0 end) as n_abstained,
    percentile_disc(0.5) within group (order by seconds) as median_seconds,
    sum(case when seconds < 10 then 1 else 0 end) as n_under_10s,
    sum(bulk) as n_bulk,
    sum(random_check) as n_reviewed_random_rejects,
    sum(case when random_check = 1 then found_wrong else 0 end) as n_found_wrong,
    case when grouping(sex) = 0 then 'sex' else 'all' end as ground,                                            -- (*)
    case when grouping(sex) = 0 then sex else 'all' end as "group"                                              -- (*)
from records
join ranked on ranked.reviewer = records.reviewer
group by grouping sets (                                                                                        -- (*)
    (month, part, score_band),
    (month, part, score_band, sex)
)
having count(distinct records.reviewer) >= 5
order by month, part, score_band, ground, "group"
