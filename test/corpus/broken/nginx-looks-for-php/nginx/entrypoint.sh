upstream=$(sed -n 's/ *fastcgi_pass \(.*\);/\1/p' /etc/nginx/conf.d/default.conf)
nslookup "${upstream%:*}" >/dev/null 2>&1 || {
  echo "nginx: [emerg] host not found in upstream \"${upstream%:*}\" in /etc/nginx/conf.d/default.conf:5" >&2
  exit 1
}
exec httpd -f -p 80
