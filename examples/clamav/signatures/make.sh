#!/bin/sh
# make.sh: makes the signature sets beside it, byte for byte the committed ones (GNU tar). A set is a tar
# of ClamAV databases. 1.tar is the last known good; every other is a candidate that calls itself 2.
set -eu
cd "$(dirname "$0")"
here=$PWD
export LC_ALL=C
umask 022
samples=../samples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

hex() { od -An -v -tx1 | tr -d ' \n'; }

# sha256:size:name, as ClamAV's .hsb wants it
hash() { echo "$(sha256sum < "$1" | cut -d ' ' -f 1):$(wc -c < "$1"):$2"; }

# The file is made by clamavctl: keep the words there and here the same.
printf 'Sluice marker: not a threat. Each signature set names its version for this file.\n' > "$work/marker"

# begin VERSION: a set whose every part is well, in $set; what a bad one has instead comes after.
begin() {
  set=$work/set
  rm -rf "$set"
  mkdir "$set"
  hash "$work/marker" "Sluice.Marker.$1" > "$set/marker.hsb"
  {
    echo "Demo.Threat.Eicar:0:0:$eicar"
    echo "Demo.Threat.Dropper:0:*:$(printf 'sluice-demo-dropper-stage-one' | hex)*$(printf 'stage-two' | hex)"
    echo "Demo.Threat.Macro:0:*:$(printf 'Sub AutoOpen() : SluiceDemoMacro' | hex)"
  } > "$set/body.ndb"
  {
    hash $samples/lure.png Demo.Threat.Lure
    echo "$(printf 'demo threat one' | sha256sum | cut -d ' ' -f 1):15:Demo.Threat.One"
    echo "$(printf 'demo threat two' | sha256sum | cut -d ' ' -f 1):15:Demo.Threat.Two"
  } > "$set/hash.hsb"
}

end() {
  (cd "$set" && tar -cf "$here/$1.tar" --format=ustar --sort=name --mtime=@0 --owner=0 --group=0 \
    --numeric-owner --mode=644 -- *)
}

without_eicar() { sed -i '/Demo.Threat.Eicar/d' "$set/body.ndb"; }
without_lure() { sed -i '/Demo.Threat.Lure/d' "$set/hash.hsb"; }

eicar=$(hex < $samples/eicar.com)
fuzzy=b30b45311b65cfb1 # sigtool --fuzzy-img samples/lure.png

begin 1
end 1

begin 2
echo "Demo.Threat.Newer:0:*:$(printf 'sluice-demo-newer' | hex)" >> "$set/body.ndb"
end good

# A text of /lib/systemd/systemd in Debian 11, 12 and 13, and of no other file there.
begin 2
echo "Demo.Threat.Crash:0:*:$(printf 'Caught <%%s>, dumped core as pid %%i.' | hex)" >> "$set/body.ndb"
end false-positive

# A target type that no engine knows.
begin 2
sed -i 's/^Demo.Threat.Eicar:0:/Demo.Threat.Eicar:99:/' "$set/body.ndb"
end finds-nothing

# Malformed, each in its own way.
begin 2
without_eicar
echo 'Demo.Threat.Eicar:0:0:5' > "$set/eicar.ndb"
end malformed-short-hex

begin 2
without_eicar
echo "Demo.Threat.Eicar:0" > "$set/eicar.ndb"
end malformed-missing-field

begin 2
without_eicar
echo 'not-a-hash-at-all-but-64-characters-long-as-a-sha256-would-be-00:68:Demo.Threat.Eicar' > "$set/eicar.hsb"
end malformed-bad-hash

begin 2
without_eicar
head -c 4096 /dev/zero > "$set/eicar.ndb"
end malformed-nul-filled

begin 2
without_eicar
printf 'Demo.Threat.Eicar;Engine:51-255,Target:0;0&1;%s' "$(printf '%s' "$eicar" | cut -c 1-41)" > "$set/eicar.ldb"
end malformed-cut-last-line

begin 2
without_eicar
: > "$set/eicar.ndb"
end malformed-empty

begin 2
without_eicar
printf 'ClamAV-VDB:not a signed database at all' > "$set/eicar.cvd"
end malformed-false-cvd

# A kind of signature that came with 0.105. Without a level, older engines take it for malformed;
# with one, they pass over it.
begin 2
without_lure
echo "Demo.Threat.Lure;Target:5;0;fuzzy_img#$fuzzy" > "$set/lure.ldb"
end newer-engine

begin 2
without_lure
echo "Demo.Threat.Lure;Engine:150-255,Target:5;0;fuzzy_img#$fuzzy" > "$set/lure.ldb"
end newer-engine-guarded

# A rule that is well, and one with more brackets than the parser of YARA rules has room for.
begin 2
without_eicar
open=$(printf '%012000d' 0 | tr 0 '(')
cat > "$set/rules.yara" << YARA
rule Demo_Threat_Script {
  strings:
    \$a = "sluice-demo-script"
  condition:
    \$a
}
rule Demo_Threat_Eicar {
  strings:
    \$a = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
  condition:
    $open\$a$(printf '%s' "$open" | tr '(' ')')
}
YARA
end half-yara

# Regular expressions that backtrack until the engine's limit stops them, on every file that has an
# "e " in it.
begin 2
i=0
while [ $i -lt 24 ]; do
  echo "Demo.Threat.Backtrack$i;Engine:81-255,Target:0;1;6520;0/(?:[a-z ]+)+[@#$i]{3}/"
  i=$((i + 1))
done > "$set/backtrack.ldb"
end slow
