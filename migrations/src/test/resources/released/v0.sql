-- What an installation leaves that was interrupted before its first migration: the history and nothing else.
create table flyway_schema_history (
    installed_rank integer not null,
    version        character varying(50),
    description    character varying(200) not null,
    type           character varying(20) not null,
    script         character varying(1000) not null,
    checksum       integer,
    installed_by   character varying(100) not null,
    installed_on   timestamp without time zone not null default now(),
    execution_time integer not null,
    success        boolean not null,
    constraint flyway_schema_history_pk primary key (installed_rank)
);
create index flyway_schema_history_s_idx on flyway_schema_history (success);
