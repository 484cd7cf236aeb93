# Runs a server and ends it when standard input closes: because we were asked to, or because our JVM is gone.
# Arguments: signal that asks the server to stop, seconds to wait before it is killed, command of the server.
signal=$1 seconds=$2
shift 2
exec 3<&0 </dev/null
setsid "$@" 3<&- &
server=$!
(
    while read -r _; do :; done <&3
    kill -s "$signal" "$server"
    ticks=$((seconds * 10))
    while kill -0 "$server" && [ "$ticks" -gt 0 ]; do sleep 0.1; ticks=$((ticks - 1)); done
    kill -s KILL -- "-$server"
) >/dev/null 2>&1 &
watcher=$!
wait "$server"
status=$?
{ kill -s KILL -- "-$server"; kill -s KILL "$watcher"; } 2>/dev/null
exit "$status"
