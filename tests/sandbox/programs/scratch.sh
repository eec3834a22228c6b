# expect: exit 0
set -e
cd /tmp
mkdir -p a/b
cp /usr/bin/true a/b/copy
chmod +x a/b/copy
a/b/copy
ln -s b a/link
mv a/link/copy here
rm -r a here
