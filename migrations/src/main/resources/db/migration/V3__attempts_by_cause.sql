-- Why: what is done after a failure depends on its cause, so attempts end with one of a few outcomes, with the evidence beside it. A row
-- is there before a worker takes the work, so that its number is a fence. CPU workers of before write other outcomes: stop them first.

alter table attempts
    add column opening        text,
    add column host           text,
    add column threads        integer check (threads >= 1),
    add column micro_batch    integer check (micro_batch >= 1),
    add column first_step     bigint check (first_step >= 0),
    add column steps_done     bigint not null default 0 check (steps_done >= 0),
    add column steps_repeated bigint not null default 0 check (steps_repeated >= 0),
    add column evidence       text not null default '',
    add column opened_at      timestamptz,
    add column last_seen_at   timestamptz;

update attempts
set opening = 'attempt ' || number,
    host = split_part(worker, '/', 1),
    opened_at = started_at,
    evidence = case when outcome in ('done', 'cancelled', 'handed back with its checkpoint') then '' else coalesce(outcome, '') end,
    outcome = case
        when outcome is null then null
        when outcome = 'done' then 'DONE'
        when outcome = 'cancelled' then 'CANCELLED'
        when outcome = 'handed back with its checkpoint' then 'HANDED_BACK'
        when outcome like 'replaced by attempt %' then 'NODE_LOST'
        when outcome like 'the worker shut down%' then 'PREEMPTED'
        when outcome like '%no space left on the disk%' then 'PLATFORM'
        else 'UNEXPECTED'
    end;

alter table attempts
    alter column opening set not null,
    alter column opened_at set not null,
    alter column opened_at set default now(),
    alter column worker drop not null,
    alter column device drop not null,
    alter column first_epoch drop not null,
    alter column started_at drop not null,
    add unique (trial_id, opening),
    add check (outcome in ('DONE', 'HANDED_BACK', 'CANCELLED', 'BAD_INPUT', 'DIVERGED', 'DEVICE_MEMORY', 'HOST_MEMORY', 'NODE_LOST',
                           'PREEMPTED', 'DEVICE_FAULT', 'PLATFORM', 'STALLED', 'UNEXPECTED')),
    add check ((started_at is null) = (worker is null)),
    add check ((started_at is null) = (device is null)),
    add check ((started_at is null) = (first_epoch is null));

comment on table attempts is 'Tries of a trial''s training; number is a fence. Steps are optimiser steps.';
comment on column attempts.opening is 'Key under which the trial''s workflow opened it.';
comment on column attempts.micro_batch is 'Images computed at once; null: as the spec says.';
comment on column attempts.first_step is 'Steps in the checkpoint it went on from; null until a worker began, and for attempts of before this column.';
comment on column attempts.steps_done is 'Steps done beyond first_step.';
comment on column attempts.steps_repeated is 'Steps that earlier attempts had done beyond first_step.';
comment on column attempts.evidence is 'Why it ended so, in a sentence.';
comment on column attempts.started_at is 'When a worker could do the first step.';
comment on column attempts.last_seen_at is 'When the worker was last heard of, where it fell silent.';
