#!/bin/sh
# Copies the papers of the day to the other disk.
set -eu
day=$(date +%F)
mkdir -p "/mnt/backup/$day"
cp -a /srv/papers/. "/mnt/backup/$day/"
