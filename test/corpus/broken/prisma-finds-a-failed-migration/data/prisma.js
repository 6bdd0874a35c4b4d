console.log('Prisma schema loaded from prisma/schema.prisma\nDatasource "db": PostgreSQL database "postgres", schema "public" at "postgres:5432"\n\n33 migrations found in prisma/migrations\n');
console.error(`Error: P3009

migrate found failed migrations in the target database, new migrations will not be applied. Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve
The \`20230719181459_init\` migration started at 2024-03-29 16:21:53.387465 UTC failed
`);
process.exit(1);
