echo "transcoding clip.mov"
node /work/decode.js
code=$?
[ $code -eq 0 ] && exec busybox httpd -f -p 7070
echo "decoder ended with $code" >&2
exit 1
