# SPDX-License-Identifier: GPL-2.0-or-later
# The program knows what may stand where: vfio-cfgtool __complete WORD... CURRENT

function __vfio_cfgtool_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (command $words[1] __complete $words[2..-1] "$current" </dev/null 2>/dev/null)
        if test "$line" = __files
            # a file behind "--option=" keeps that in front of it
            set -l option (string match -r -- '^--[^=]*=' "$current")
            for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' "$current"))
                echo "$option$path"
            end
        else
            echo $line
        end
    end
end

complete -c vfio-cfgtool -f -a '(__vfio_cfgtool_complete)'
