
# --- completion ---------------------------------------------------------------------------------------------------

# A folder of ours, read when completion is first wanted; FPATH and not fpath, which is another thing with ksh_arrays.
case :$FPATH: in
*:#{{folder}}:*) ;;
*) FPATH=#{{folder}}:$FPATH ;;
esac
# compinit, where it has been run, has not seen the folder.
if (( ${+functions[compdef]} )); then
  \builtin autoload -Uz _atmos-kit
  compdef _atmos-kit atmos-kit
fi
