#!/usr/bin/env bash
# Starts a node of the image apache/kafka. The image's own script formats without users, and a cluster that knows nobody
# lets nobody in who could make the first one: so the users of the secrets come in when a node formats its empty folder.
set -euo pipefail
umask 077

settings=/etc/madoguchi/server.properties
data=/var/lib/kafka/data

if [ ! -e "$data/meta.properties" ]; then
  # A file instead of arguments, which others could read; nothing printed, since the tool prints the users' keys.
  arguments=$(mktemp)
  for file in /run/secrets/kafka_*_password; do
    user=${file##*/kafka_}
    user=${user%_password}
    printf -- '--add-scram\nSCRAM-SHA-512=[name=%s,password=%s]\n' "${user//_/-}" "$(<"$file")" >>"$arguments"
  done
  /opt/kafka/bin/kafka-storage.sh format --cluster-id "$CLUSTER_ID" --config "$settings" "@$arguments" >/dev/null
  rm "$arguments"
fi

exec /opt/kafka/bin/kafka-server-start.sh "$settings"
