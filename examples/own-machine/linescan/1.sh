#!/bin/sh
# An application that flags files with one of the words in its list.
version=1
words=/var/lib/linescan/words
case $1 in
  scan)
    if sed 1d $words | grep -qFf - "$2"; then exit 1; fi ;;
  version) echo $version ;;
  healthy) [ -s $words ] ;;
esac
