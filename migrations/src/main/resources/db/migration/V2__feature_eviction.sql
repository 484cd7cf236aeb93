-- Why: patch tokens fill a disk. A set whose files were given up keeps its row, because results came of it; the row says so until a
-- sweep has built the same set again.

alter table feature_sets add column evicted_at timestamptz;
comment on column feature_sets.evicted_at is 'When the files were given up; null while they are on the volume.';

create view feature_set_overview as
select f.key, f.images, f.tokens, f.dim, f.bytes, f.recorded_at, f.evicted_at,
       array(select distinct u.dataset || '/' || u.backbone
             from sweep_feature_sets u where u.feature_key = f.key order by 1) as uses,
       exists(select from sweep_feature_sets u join sweeps s on s.id = u.sweep_id
              where u.feature_key = f.key and s.ended_at is null) as in_use,
       greatest(f.recorded_at,
                (select max(coalesce(s.ended_at, now()))
                 from sweep_feature_sets u join sweeps s on s.id = u.sweep_id
                 where u.feature_key = f.key)) as last_used_at
from feature_sets f;
comment on view feature_set_overview is 'Feature sets with what used them; one is in use while a sweep that uses it is open.';
