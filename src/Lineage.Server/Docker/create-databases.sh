#!/bin/bash
# Runs once, when the PostgreSQL container makes its cluster. The server's login is no superuser: it may only act as the three roles.
set -euo pipefail
: "${LINEAGE_DATABASE_PASSWORD:?}" "${KEYCLOAK_DATABASE_PASSWORD:?}"
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\getenv lineage_password LINEAGE_DATABASE_PASSWORD
\getenv keycloak_password KEYCLOAK_DATABASE_PASSWORD
CREATE ROLE lineage_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
CREATE ROLE lineage_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
CREATE ROLE lineage_daemon LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
CREATE ROLE lineage_server LOGIN PASSWORD :'lineage_password';
GRANT lineage_owner, lineage_app, lineage_daemon TO lineage_server;
CREATE DATABASE lineage OWNER lineage_owner;
CREATE ROLE keycloak LOGIN PASSWORD :'keycloak_password';
CREATE DATABASE keycloak OWNER keycloak;
REVOKE ALL ON DATABASE keycloak FROM PUBLIC;
SQL
