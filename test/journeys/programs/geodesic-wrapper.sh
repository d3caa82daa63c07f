#!/usr/bin/env bash
# Does what the wrapper of GEODESIC does, as far as it matters to who starts it: it mounts what is there of the home, passes
# lists of words on to docker, and enters a container that runs already.
name=${DOCKER_NAME:-acme}
mounts=()
for folder in .aws .config .kube .cache/atmos .local/share/atmos; do
  if [ -d "$HOME/$folder" ]; then mounts+=("--volume=$HOME/$folder:$HOME/$folder"); fi
done
if [ -z "$(docker ps --filter name="^/$name\$" --format '{{ .ID }}')" ]; then
  # shellcheck disable=SC2086 # Words of a list.
  docker run --detach --init --name "$name" "${mounts[@]}" $GEODESIC_DOCKER_EXTRA_LAUNCH_ARGS \
    acme/infrastructure:latest /usr/local/sbin/shell-monitor >/dev/null
fi
# shellcheck disable=SC2086
docker exec -i $GEODESIC_DOCKER_EXTRA_EXEC_ARGS "$name" /bin/bash -l
