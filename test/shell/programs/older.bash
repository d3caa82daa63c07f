local -a x
declare -F x
declare -p x
x+=("$y")
echo "${x:1}" "${x[@]:1}" "${x#-1}" "${x:a - 1:1}" "${x[y - 1]}"
printf -v x '%q' "$y"
read -r -t 1 x
wait "$x"
[ -n "$x" ] && [[ -z $x ]]
echo {1..9}
a & b
a >x 2>&1 | b
case x in y) z ;; esac
complete -F x y
x=$'\t\033'
{ x; } >y
shopt -s nullglob
