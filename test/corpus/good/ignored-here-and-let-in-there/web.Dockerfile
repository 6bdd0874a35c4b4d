FROM busybox:1.37
COPY dist /www
CMD ["httpd", "-f", "-p", "80", "-h", "/www"]
