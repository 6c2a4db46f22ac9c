# bash completion for vfio-cfgtool                          -*- shell-script -*-
# SPDX-License-Identifier: GPL-2.0-or-later
# The program knows what may stand where: vfio-cfgtool __complete WORD... CURRENT

_vfio_cfgtool()
{
	local words=() rest=${COMP_LINE:0:COMP_POINT} bare word i
	local current prefix='' breaks='' candidate _

	# bash cuts words at ':' and '=' too: what has no blank before it is glued again
	for ((i = 0; i <= COMP_CWORD; i++)); do
		bare=${rest#"${rest%%[![:space:]]*}"}
		word=${COMP_WORDS[i]}
		((i < COMP_CWORD)) || word=$bare
		if ((i > 0)) && [[ $bare == "$rest" ]]; then
			words[-1]+=$word
		else
			words+=("$word")
		fi
		rest=${bare#"$word"}
	done
	((${#words[@]} > 1)) || return 0
	current=${words[-1]}

	# bash replaces only what stands behind the last of them
	[[ $COMP_WORDBREAKS != *=* ]] || breaks+='='
	[[ $COMP_WORDBREAKS != *:* ]] || breaks+=':'
	[[ -z $breaks ]] || prefix=${current%"${current##*["$breaks"]}"}
	# and '@' itself with what stands behind it
	[[ $COMP_WORDBREAKS != *@* || ${current#"$prefix"} != *@* ]] || prefix=${current%@*}

	COMPREPLY=()
	while IFS=$'\t' read -r candidate _; do
		if [[ $candidate == __files ]]; then
			_vfio_cfgtool_files "${current#--*=}"
		else
			COMPREPLY+=("${candidate#"$prefix"}")
		fi
	done < <("${1/#\~/$HOME}" __complete "${words[@]:1}" </dev/null 2>/dev/null)
	[[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
	return 0
}

_vfio_cfgtool_files()
{
	local cur=$1 file

	if declare -F _filedir >/dev/null; then
		_filedir
		return
	fi
	compopt -o filenames 2>/dev/null
	while IFS= read -r file; do
		COMPREPLY+=("$file")
	done < <(compgen -f -- "$cur")
}

complete -F _vfio_cfgtool vfio-cfgtool
