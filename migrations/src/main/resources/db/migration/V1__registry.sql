-- Why: one place that knows every sweep, trial, number and file, so that Temporal and MLflow can be lost and rebuilt from it.
--
-- Conventions: states are text with a check, because an enum type cannot lose a value; specs are json and not jsonb, because
-- json keeps the exact text and with it 1.0 apart from 1; measured values are double precision and come back bit by bit.

create table experiments (
    name       text primary key,
    created_at timestamptz not null default now()
);
comment on table experiments is 'Named questions; each holds the sweeps that explore it.';

create table sweeps (
    id          text primary key,
    number      bigint generated always as identity unique,
    experiment  text not null references experiments,
    fingerprint text not null,
    spec        json not null,
    state       text not null default 'WAITING'
                check (state in ('WAITING', 'RUNNING', 'PAUSED', 'COMPLETE', 'FAILED', 'CANCELLED')),
    reason      text not null default '',
    created_at  timestamptz not null default now(),
    started_at  timestamptz,
    ended_at    timestamptz,
    check ((state in ('COMPLETE', 'FAILED', 'CANCELLED')) = (ended_at is not null))
);
comment on table sweeps is 'Accepted sweeps. number is the order of acceptance; fingerprint is the sha256 of the resolved spec.';
create index sweeps_open on sweeps (number) where ended_at is null;

create table trials (
    id          text primary key,
    sweep_id    text not null references sweeps,
    index       integer not null check (index >= 0),
    name        text not null,
    fingerprint text not null,
    spec        json not null,
    assignment  text not null,
    seed        bigint not null,
    state       text not null default 'WAITING'
                check (state in ('WAITING', 'RUNNING', 'COMPLETE', 'STOPPED_EARLY', 'FAILED', 'CANCELLED')),
    reason      text not null default '',
    provenance  json,
    started_at  timestamptz,
    ended_at    timestamptz,
    unique (sweep_id, index),
    unique (sweep_id, name),
    check ((state in ('COMPLETE', 'STOPPED_EARLY', 'FAILED', 'CANCELLED')) = (ended_at is not null)),
    check (state <> 'COMPLETE' or provenance is not null)
);
comment on table trials is 'One assignment and one seed each, all of a sweep from the moment it is accepted.';
comment on column trials.assignment is 'Canonical JSON of the axis values without the seed: trials of one assignment share it.';
create index trials_open on trials (sweep_id, index) where ended_at is null;

create table attempts (
    trial_id    text not null references trials,
    number      integer not null check (number >= 1),
    worker      text not null,
    device      text not null,
    first_epoch integer not null check (first_epoch >= 0),
    started_at  timestamptz not null,
    ended_at    timestamptz,
    outcome     text,
    primary key (trial_id, number),
    check ((ended_at is null) = (outcome is null))
);
comment on table attempts is 'Tries of a trial''s training. outcome is done, or the cause of the end.';
create unique index attempts_open on attempts (trial_id) where ended_at is null;

create table epochs (
    trial_id    text not null references trials,
    epoch       integer not null check (epoch >= 0),
    seconds     double precision not null,
    finished_at timestamptz not null,
    primary key (trial_id, epoch)
);
comment on table epochs is 'Finished epochs, 0-based, as they were recorded first.';

create table epoch_metrics (
    trial_id text not null,
    epoch    integer not null,
    name     text not null,
    value    double precision not null,
    primary key (trial_id, epoch, name),
    foreign key (trial_id, epoch) references epochs
);
comment on table epoch_metrics is 'The curves. The first value of (trial, epoch, name) stays; a later one that differs becomes an event.';

create table final_metrics (
    trial_id text not null references trials,
    name     text not null,
    value    double precision not null check (value not in ('NaN', 'Infinity', '-Infinity')),
    primary key (trial_id, name)
);
comment on table final_metrics is 'What complete trials were measured to; an undefined metric has no row.';

create table datasets (
    manifest_sha256     text primary key,
    manifest_name       text not null,
    manifest_size       bigint not null check (manifest_size >= 0),
    manifest_media_type text not null,
    location            text not null,
    classes             integer not null check (classes >= 0),
    train               integer not null check (train >= 0),
    validation          integer not null check (validation >= 0),
    test                integer not null check (test >= 0),
    unreadable          integer not null check (unreadable >= 0),
    recorded_at         timestamptz not null default now()
);
comment on table datasets is 'Prepared datasets by their manifest: where it is and how many images each split has.';

create table sweep_datasets (
    sweep_id        text not null references sweeps,
    name            text not null,
    manifest_sha256 text not null references datasets,
    recorded_at     timestamptz not null default now(),
    primary key (sweep_id, name, manifest_sha256)
);
comment on table sweep_datasets is 'Which sweep used which manifest under which name; a second manifest for a name means that the files changed.';

create table backbones (
    weights_sha256 text primary key,
    name           text not null,
    recorded_at    timestamptz not null default now()
);
comment on table backbones is 'Frozen weights by content, with the name under which a sweep used them first.';

create table feature_sets (
    key            text primary key,
    weights_sha256 text not null references backbones,
    images         integer not null check (images >= 0),
    tokens         integer not null check (tokens >= 0),
    dim            integer not null check (dim >= 0),
    bytes          bigint not null check (bytes >= 0),
    recorded_at    timestamptz not null default now()
);
comment on table feature_sets is 'Patch tokens of a dataset under a backbone; key is their content address.';

create table sweep_feature_sets (
    sweep_id    text not null references sweeps,
    dataset     text not null,
    backbone    text not null,
    feature_key text not null references feature_sets,
    primary key (sweep_id, dataset, backbone, feature_key)
);
comment on table sweep_feature_sets is 'Which sweep used which feature set for which of its datasets and backbones.';

create table checkpoints (
    trial_id    text not null references trials,
    epoch       integer not null check (epoch >= 0),
    name        text not null,
    sha256      text not null,
    size        bigint not null check (size >= 0),
    media_type  text not null,
    location    text not null,
    recorded_at timestamptz not null default now(),
    primary key (trial_id, epoch)
);
comment on table checkpoints is 'Saved training states, the newest of each epoch.';
create index checkpoints_sha256 on checkpoints (sha256);

create table prototypes (
    trial_id      text not null references trials,
    index         integer not null check (index >= 0),
    active        boolean not null,
    class_weights real[] not null,
    usage         double precision not null,
    primary key (trial_id, index)
);
comment on table prototypes is 'Prototypes of complete trials. class_weights has one non-negative number per class.';

create table prototype_patches (
    trial_id  text not null,
    prototype integer not null,
    rank      integer not null check (rank >= 0),
    image_row integer not null check (image_row >= 0),
    x         integer not null,
    y         integer not null,
    width     integer not null,
    height    integer not null,
    score     real not null,
    primary key (trial_id, prototype, rank),
    foreign key (trial_id, prototype) references prototypes
);
comment on table prototype_patches is 'Training images where a prototype scores highest, rank 0 first: row in the manifest and box in pixels.';

create table artifacts (
    owner       text not null,
    name        text not null,
    sha256      text not null,
    size        bigint not null check (size >= 0),
    media_type  text not null,
    location    text not null,
    recorded_at timestamptz not null default now(),
    primary key (owner, name)
);
comment on table artifacts is 'Files of sweeps and trials. owner is the id of either; sha256 is the address of the content.';
create index artifacts_sha256 on artifacts (sha256);

create table events (
    sequence bigint generated always as identity primary key,
    subject  text not null,
    kind     text not null,
    message  text not null,
    at       timestamptz not null default now()
);
comment on table events is 'What happened to a sweep or trial, in words and in order.';
create index events_subject on events (subject, sequence);

create table mlflow_link (
    subject       text primary key,
    experiment_id text,
    run_id        text,
    state         text not null default 'NONE' check (state in ('NONE', 'BOUND', 'SEALED')),
    lease_owner   text,
    lease_until   timestamptz,
    fence         bigint not null default 0,
    check ((state = 'NONE') = (run_id is null)),
    check ((experiment_id is null) = (run_id is null)),
    check ((lease_owner is null) = (lease_until is null))
);
comment on table mlflow_link is 'Where a sweep or trial is in MLflow, and who may send for it now.';
comment on column mlflow_link.fence is 'Grows with every lease, so that a sender which lost its lease is told so.';

create table mlflow_outbox (
    sequence       bigint generated always as identity primary key,
    subject        text not null references mlflow_link,
    kind           text not null,
    key            text not null,
    payload        bytea not null,
    payload_sha256 text not null generated always as (encode(sha256(payload), 'hex')) stored,
    state          text not null default 'PENDING' check (state in ('PENDING', 'ACKNOWLEDGED', 'PARKED')),
    attempts       integer not null default 0,
    next_at        timestamptz not null default now(),
    last_error     text,
    written_at     timestamptz not null default now(),
    acked_at       timestamptz,
    unique (subject, kind, key),
    check ((state = 'ACKNOWLEDGED') = (acked_at is not null))
);
comment on table mlflow_outbox is 'What MLflow must learn, written in the transaction that made it true; payload is the exact bytes to send.';
create index mlflow_outbox_open on mlflow_outbox (subject, sequence) where state <> 'ACKNOWLEDGED';

create view sweep_overview as
select s.id, s.number, s.experiment, s.fingerprint, s.spec, s.state, s.reason, s.created_at, s.started_at, s.ended_at,
       count(t.id) as trials,
       count(t.id) filter (where t.state = 'COMPLETE') as complete,
       count(t.id) filter (where t.state = 'FAILED') as failed
from sweeps s
left join trials t on t.sweep_id = s.id
group by s.id;
comment on view sweep_overview is 'Sweeps with the counts of their trials.';

create view trial_overview as
select t.id, t.sweep_id, t.index, t.name, t.fingerprint, t.spec, t.state, t.reason, t.provenance, t.started_at, t.ended_at,
       (select count(*) from epochs e where e.trial_id = t.id) as epochs,
       (select count(*) from attempts a where a.trial_id = t.id) as attempts,
       array(select m.name from final_metrics m where m.trial_id = t.id order by m.name) as metric_names,
       array(select m.value from final_metrics m where m.trial_id = t.id order by m.name) as metric_values,
       l.run_id as mlflow_run_id
from trials t
left join mlflow_link l on l.subject = t.id;
comment on view trial_overview is 'Trials with what hangs on them: epochs, attempts, final metrics, MLflow run.';

create view epoch_overview as
select e.trial_id, e.epoch, e.seconds, e.finished_at,
       array(select m.name from epoch_metrics m
             where m.trial_id = e.trial_id and m.epoch = e.epoch order by m.name) as metric_names,
       array(select m.value from epoch_metrics m
             where m.trial_id = e.trial_id and m.epoch = e.epoch order by m.name) as metric_values
from epochs e;
comment on view epoch_overview is 'Epochs with their values.';
