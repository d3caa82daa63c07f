mapfile -t x <y # mapfile
readarray x # mapfile
local -n x=y # declare
declare -gA x # declare
typeset -u x # declare
echo "${x@Q}" # transformations
echo "${x[@]@A}" # transformations
echo "${x,,}" # cases
echo "${x^}" # cases
printf '%(%s)T' -1 # times
x &>>y # pipes
x |& y # pipes
x) y ;;& # falling through
x) y ;& # falling through
echo "${x[-1]}" # negative indexes
echo "${x:0:-1}" # negative indexes
x[-1]=y # negative indexes
wait -n # wait
if [[ -v x ]]; then # is set
test -v x # is set
coproc x { y; } # coproc
exec {fd}>x # named descriptors
read -r -t 0.5 x # read
read -N 1 x # read
echo {1..9..2} # steps
echo "$BASHPID" # variables
echo "${EPOCHSECONDS}" # variables
x=$'\u00e4' # letters
shopt -s globstar # shopt
complete -F x -D # complete
compopt -o nospace # compopt
