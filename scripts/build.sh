# shellcheck shell=sh
# shellcheck disable=SC2154 # $root, $java_home and the like are set by ./sluice and setup.sh
# Builds the program for ./sluice and leaves the note that later starts go by. Read by ./sluice when
# that note is missing or out of date, after setup.sh; afterwards $java, $archive and $class_path
# are set.
#
# Everything lands in target/sluice:
#   built        the note: what was built, from what, by which JDK, and how to start it
#   app-DIGEST   the jars of one build and the class data archive made from them
#   build.log    what Maven said last
#
# A folder per build, named by the digest of its jars: a program that still runs from an older build
# keeps its files, and an archive never meets jars it was not made from.

digest_sources() {
  find_sources -type f -print0 | sort -z | (cd "$root" && xargs -0 sha256sum) | sha256sum | cut -c 1-16
}

# Touched is not changed: a checkout there and back, or a copy of the whole tree, needs no Maven.
if is_same_place; then
  printf '' > "$root/target/sluice/began"
  if [ "$(digest_sources)" = "$note_sources" ]; then
    touch -r "$root/target/sluice/began" "$root/target/sluice/built"
    return 0
  fi
fi 2> /dev/null

need_jdk
need_maven

{ mkdir -p "$root/target/sluice" && [ -w "$root/target/sluice" ]; } 2> /dev/null ||
  stop "has to build itself first, but may not write to $root/target." \
    "Please copy the source tree to a folder of yours"

# Two starts at once build once: the second waits here, then finds the note up to date.
exec 9> "$root/target/sluice/lock"
if ! flock -n 9; then
  say "waiting for another start that is building"
  flock 9
fi

build() {
  if [ -f "$root/target/sluice/built" ]; then
    say "building, as sources, folder or JDK changed"
  else
    say "building with $java_home (the first time takes about a minute)"
  fi
  log=$root/target/sluice/build.log
  # Carries the time at which the build began: a source changed while it runs is newer.
  printf '' > "$root/target/sluice/began"

  sources=$(digest_sources)

  made=target/sluice/maven # in each module, beside what other builds make
  rm -rf "$root/cli/$made/lib" "$root/cli/$made"/*.jar
  if ! (cd "$root" && JAVA_HOME=$java_home exec mvn -B -ntp -Dfast -Dmaven.test.skip=true \
    "-Dbuild.folder=$made" -pl cli -am package) > "$log" 2>&1 9>&-; then
    # Its advice on how to call Maven again is no use to a caller of ./sluice.
    sed '/^\[ERROR\] *-> /,$d; /^\[ERROR\]/!d' "$log" >&2
    stop "the build failed. All that Maven said is in $log"
  fi

  read_java_version "$java_home"
  # The launcher's files too: they say how the archive is made and used.
  digest=$({
    echo "$java_version"
    cat "$root/cli/$made"/*.jar "$root/cli/$made/lib"/*.jar "$root/sluice" "$root/scripts/build.sh"
  } | sha256sum | cut -c 1-16)
  app=$root/target/sluice/app-$digest
  java=$java_home/bin/java
  archive=$app/sluice.jsa
  if [ ! -f "$archive" ]; then
    rm -rf "$app"
    mkdir "$app"
    cp "$root/cli/$made"/*.jar "$root/cli/$made/lib"/*.jar "$app"
    unpack_sqlite
  fi
  class_path=''
  for jar in "$app"/*.jar; do
    class_path=$class_path${class_path:+:}$jar
  done
  [ -f "$archive" ] || make_archive

  # Older builds stay for two hours, for programs that still run from them.
  find "$root/target/sluice" -maxdepth 1 -name 'app-*' ! -path "$app" -mmin +120 -exec rm -rf {} +

  printf '%s\n' "$root" "${JAVA_HOME:-}" "$java_version" "$sources" "$java" "$archive" "$class_path" \
    > "$root/target/sluice/note"
  touch -r "$root/target/sluice/began" "$root/target/sluice/note"
  mv "$root/target/sluice/note" "$root/target/sluice/built"
}

# SQLite's library out of its jar, which else each start that reads the store does again, into /tmp.
# Where this does not go, that still does.
unpack_sqlite() {
  library=org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so
  (cd "$app" && "$java_home/bin/jar" xf sqlite-jdbc-*.jar "$library" && mv "$library" .) \
    >> "$log" 2>&1 || :
  rm -rf "$app/org"
}

# A class data archive (docs/decisions/0002-app-cds-not-aot-cache.md): which classes short runs
# load, then those classes parsed and laid out. Without one every start takes some 50 ms longer,
# so that nothing here may fail the build: an empty archive is one that the JVM does not use.
make_archive() {
  train 1 --version
  train 2 --help
  train 3 check --pipeline "$root/examples/kernel-sensor/sluice.yaml"
  train_prove
  # Constants of picocli's classes must stay unresolved: resolving links a class, and one of its
  # old class-file version cannot be archived once linked.
  cat "$app"/classes.? | sed '/^@cp picocli/d; / source: /d; s/ id: .*//' | sort -u > "$app/classes"
  (run_java exec -Xshare:dump "-XX:SharedArchiveFile=$archive.new" \
    "-XX:SharedClassListFile=$app/classes" -cp "$class_path") >> "$log" 2>&1 9>&- ||
    : > "$archive.new"
  mv "$archive.new" "$archive"
  rm -f "$app"/classes*
}

# A whole prove with a stand-in for QEMU, on folders of its own. Where a tool is missing it ends
# early, and fewer classes are archived.
train_prove() {
  training=$app/training
  mkdir -p "$training" && cp -R "$root/scripts/training/." "$training" || return 0
  for file in release candidate threat good; do
    echo "$file" > "$training/$file"
  done
  printf '%514sHdrS%100s' '' '' > "$training/kernel" # the mark of a bzImage
  printf '070701' > "$training/initrd"
  PATH=$PATH:/usr/sbin:/sbin mke2fs -q -F -t ext4 "$training/state" 2M >> "$log" 2>&1 < /dev/null 9>&-
  (
    PATH=$training/bin:$PATH
    HOME=$training
    export PATH HOME
    unset XDG_CACHE_HOME XDG_DATA_HOME XDG_STATE_HOME
    train 4 prove channel 2 "$training/candidate" --pipeline "$training/sluice.yaml" --out "$training/out"
  )
  rm -rf "$training"
}

train() {
  list=$app/classes.$1
  shift
  (
    unset JAVA_TOOL_OPTIONS
    run_java exec -Xshare:auto "-XX:DumpLoadedClassList=$list" -cp "$class_path" dev.sluice.cli.Main "$@"
  ) >> "$log" 2>&1 < /dev/null 9>&- || [ -f "$list" ] || : > "$list"
}

is_current || build
exec 9>&-
