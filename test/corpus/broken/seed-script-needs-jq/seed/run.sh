set -e
name=$(jq -r .name /seed/users.json)
redis-cli -h kv set user:1 "$name"
