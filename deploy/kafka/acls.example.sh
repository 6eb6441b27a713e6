#!/usr/bin/env bash
# Made from libs/contracts by `node dist/tools/docs.js`; an example to take over.
# The provisioning gives exactly these, and takes away others; by hand only where it may not administer the brokers.
set -euo pipefail
acls=(kafka-acls.sh --bootstrap-server "$KAFKA_BROKERS" --command-config administrator.properties --add)

"${acls[@]}" --allow-principal User:applications --operation write --topic madoguchi.applications.application.v1
"${acls[@]}" --allow-principal User:applications --operation describe --topic madoguchi.applications.application.v1
"${acls[@]}" --allow-principal User:applications --operation write --topic madoguchi.applications.access.v1
"${acls[@]}" --allow-principal User:applications --operation describe --topic madoguchi.applications.access.v1
"${acls[@]}" --allow-principal User:applications --operation read --topic madoguchi.life-events.case.v1
"${acls[@]}" --allow-principal User:applications --operation describe --topic madoguchi.life-events.case.v1
"${acls[@]}" --allow-principal User:applications --operation read --topic madoguchi.resident.protection.v1
"${acls[@]}" --allow-principal User:applications --operation describe --topic madoguchi.resident.protection.v1
"${acls[@]}" --allow-principal User:applications --operation read --topic madoguchi.applications.access.v1
"${acls[@]}" --allow-principal User:applications --operation describe --topic madoguchi.applications.access.v1
"${acls[@]}" --allow-principal User:applications --operation read --topic madoguchi.life-events.access.v1
"${acls[@]}" --allow-principal User:applications --operation describe --topic madoguchi.life-events.access.v1
"${acls[@]}" --allow-principal User:applications --operation read --topic madoguchi.resident.access.v1
"${acls[@]}" --allow-principal User:applications --operation describe --topic madoguchi.resident.access.v1
"${acls[@]}" --allow-principal User:applications --operation read --topic madoguchi.insurance.access.v1
"${acls[@]}" --allow-principal User:applications --operation describe --topic madoguchi.insurance.access.v1
"${acls[@]}" --allow-principal User:applications --operation read --topic madoguchi.childcare.access.v1
"${acls[@]}" --allow-principal User:applications --operation describe --topic madoguchi.childcare.access.v1
"${acls[@]}" --allow-principal User:applications --operation read --group applications
"${acls[@]}" --allow-principal User:applications --operation read --group applications. --resource-pattern-type prefixed

"${acls[@]}" --allow-principal User:life-events --operation write --topic madoguchi.resident.task.v1
"${acls[@]}" --allow-principal User:life-events --operation describe --topic madoguchi.resident.task.v1
"${acls[@]}" --allow-principal User:life-events --operation write --topic madoguchi.insurance.task.v1
"${acls[@]}" --allow-principal User:life-events --operation describe --topic madoguchi.insurance.task.v1
"${acls[@]}" --allow-principal User:life-events --operation write --topic madoguchi.childcare.task.v1
"${acls[@]}" --allow-principal User:life-events --operation describe --topic madoguchi.childcare.task.v1
"${acls[@]}" --allow-principal User:life-events --operation write --topic madoguchi.life-events.case.v1
"${acls[@]}" --allow-principal User:life-events --operation describe --topic madoguchi.life-events.case.v1
"${acls[@]}" --allow-principal User:life-events --operation write --topic madoguchi.life-events.access.v1
"${acls[@]}" --allow-principal User:life-events --operation describe --topic madoguchi.life-events.access.v1
"${acls[@]}" --allow-principal User:life-events --operation read --topic madoguchi.applications.application.v1
"${acls[@]}" --allow-principal User:life-events --operation describe --topic madoguchi.applications.application.v1
"${acls[@]}" --allow-principal User:life-events --operation read --topic madoguchi.resident.status.v1
"${acls[@]}" --allow-principal User:life-events --operation describe --topic madoguchi.resident.status.v1
"${acls[@]}" --allow-principal User:life-events --operation read --topic madoguchi.insurance.status.v1
"${acls[@]}" --allow-principal User:life-events --operation describe --topic madoguchi.insurance.status.v1
"${acls[@]}" --allow-principal User:life-events --operation read --topic madoguchi.childcare.status.v1
"${acls[@]}" --allow-principal User:life-events --operation describe --topic madoguchi.childcare.status.v1
"${acls[@]}" --allow-principal User:life-events --operation read --topic madoguchi.resident.protection.v1
"${acls[@]}" --allow-principal User:life-events --operation describe --topic madoguchi.resident.protection.v1
"${acls[@]}" --allow-principal User:life-events --operation read --group life-events
"${acls[@]}" --allow-principal User:life-events --operation read --group life-events. --resource-pattern-type prefixed

"${acls[@]}" --allow-principal User:resident --operation write --topic madoguchi.resident.status.v1
"${acls[@]}" --allow-principal User:resident --operation describe --topic madoguchi.resident.status.v1
"${acls[@]}" --allow-principal User:resident --operation write --topic madoguchi.resident.protection.v1
"${acls[@]}" --allow-principal User:resident --operation describe --topic madoguchi.resident.protection.v1
"${acls[@]}" --allow-principal User:resident --operation write --topic madoguchi.resident.access.v1
"${acls[@]}" --allow-principal User:resident --operation describe --topic madoguchi.resident.access.v1
"${acls[@]}" --allow-principal User:resident --operation read --topic madoguchi.resident.task.v1
"${acls[@]}" --allow-principal User:resident --operation describe --topic madoguchi.resident.task.v1
"${acls[@]}" --allow-principal User:resident --operation read --group resident
"${acls[@]}" --allow-principal User:resident --operation read --group resident. --resource-pattern-type prefixed

"${acls[@]}" --allow-principal User:insurance --operation write --topic madoguchi.insurance.status.v1
"${acls[@]}" --allow-principal User:insurance --operation describe --topic madoguchi.insurance.status.v1
"${acls[@]}" --allow-principal User:insurance --operation write --topic madoguchi.insurance.access.v1
"${acls[@]}" --allow-principal User:insurance --operation describe --topic madoguchi.insurance.access.v1
"${acls[@]}" --allow-principal User:insurance --operation read --topic madoguchi.insurance.task.v1
"${acls[@]}" --allow-principal User:insurance --operation describe --topic madoguchi.insurance.task.v1
"${acls[@]}" --allow-principal User:insurance --operation read --group insurance
"${acls[@]}" --allow-principal User:insurance --operation read --group insurance. --resource-pattern-type prefixed

"${acls[@]}" --allow-principal User:childcare --operation write --topic madoguchi.childcare.status.v1
"${acls[@]}" --allow-principal User:childcare --operation describe --topic madoguchi.childcare.status.v1
"${acls[@]}" --allow-principal User:childcare --operation write --topic madoguchi.childcare.access.v1
"${acls[@]}" --allow-principal User:childcare --operation describe --topic madoguchi.childcare.access.v1
"${acls[@]}" --allow-principal User:childcare --operation read --topic madoguchi.childcare.task.v1
"${acls[@]}" --allow-principal User:childcare --operation describe --topic madoguchi.childcare.task.v1
"${acls[@]}" --allow-principal User:childcare --operation read --group childcare
"${acls[@]}" --allow-principal User:childcare --operation read --group childcare. --resource-pattern-type prefixed
