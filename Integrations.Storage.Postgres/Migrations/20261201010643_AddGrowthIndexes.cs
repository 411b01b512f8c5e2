using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Integrations.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AddGrowthIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // All of them at once, before anything else: a program that still runs waits, and the two never wait for each other.
            migrationBuilder.Sql("""LOCK TABLE "Connections", "WebhookDeliveries", "NoticeChoices", "Links", "Instances", "Organizations", "Users" IN ACCESS EXCLUSIVE MODE;""");

            migrationBuilder.DropIndex(
                name: "IX_WebhookDeliveries_EndpointId_DueAt",
                table: "WebhookDeliveries");

            migrationBuilder.DropIndex(
                name: "IX_NoticeChoices_Kind",
                table: "NoticeChoices");

            migrationBuilder.DropIndex(
                name: "IX_Connections_CheckAt",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_ExpiresAt",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_ExpiryNoticeDays",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_OrganizationId_Status",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_RefreshAt",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_Status_ToldOf",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_ToldOf",
                table: "Connections");

            migrationBuilder.CreateTable(
                name: "ConnectionTallies",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    State = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Change = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConnectionTallies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LinkChanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ConnectionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Reader = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LinkChanges", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_EndpointId_DueAt",
                table: "WebhookDeliveries",
                columns: new[] { "EndpointId", "DueAt" },
                filter: "\"DueAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_NoticeChoices_Kind_LastAt",
                table: "NoticeChoices",
                columns: new[] { "Kind", "LastAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Links_InstanceId_OwnerKey_ExternalType",
                table: "Links",
                columns: new[] { "InstanceId", "OwnerKey", "ExternalType" });

            migrationBuilder.CreateIndex(
                name: "IX_Instances_DeletedAt",
                table: "Instances",
                column: "DeletedAt",
                filter: "\"DeletedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_AccountId_ProviderKey",
                table: "Connections",
                columns: new[] { "AccountId", "ProviderKey" },
                filter: "\"AccountId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_DisconnectedAt",
                table: "Connections",
                column: "DisconnectedAt",
                filter: "\"DisconnectedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_OrganizationId_Status_CheckAt",
                table: "Connections",
                columns: new[] { "OrganizationId", "Status", "CheckAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Status_CheckAt",
                table: "Connections",
                columns: new[] { "Status", "CheckAt" },
                filter: "\"DisconnectedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Status_ExpiryNoticeDays_ExpiresAt",
                table: "Connections",
                columns: new[] { "Status", "ExpiryNoticeDays", "ExpiresAt" },
                filter: "NOT \"IsRefreshable\"");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Status_RefreshRetryAt",
                table: "Connections",
                columns: new[] { "Status", "RefreshRetryAt" },
                filter: "\"RefreshRetryAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Status_ToldOf_ExpiryNoticeDays",
                table: "Connections",
                columns: new[] { "Status", "ToldOf", "ExpiryNoticeDays" },
                filter: "\"DisconnectedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LinkChanges_Reader_Id",
                table: "LinkChanges",
                columns: new[] { "Reader", "Id" });

            // When a token is due: put off after a failure, else ahead of its end. Over an expression, so that no one has to keep a column of it.
            migrationBuilder.Sql("""CREATE INDEX "IX_Connections_Status_RefreshDue" ON "Connections" ("Status", COALESCE("RefreshRetryAt", "RefreshAt")) WHERE "IsRefreshable" """);
            migrationBuilder.Sql("""CREATE INDEX "IX_Connections_OrganizationId_Status_RefreshDue" ON "Connections" ("OrganizationId", "Status", COALESCE("RefreshRetryAt", "RefreshAt")) WHERE "IsRefreshable" """);

            // How many connections live in each state: noted with each change, so that no one counts them, and no two writers wait for one number.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION "TallyConnection"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP <> 'INSERT' AND OLD."DisconnectedAt" IS NULL THEN
                        INSERT INTO "ConnectionTallies" ("State", "Change") VALUES (OLD."Status", -1);
                    END IF;
                    IF TG_OP <> 'DELETE' AND NEW."DisconnectedAt" IS NULL THEN
                        INSERT INTO "ConnectionTallies" ("State", "Change") VALUES (NEW."Status", 1);
                    END IF;
                    RETURN NULL;
                END
                $$
                """);
            migrationBuilder.Sql("""CREATE TRIGGER "Connections_Tally" AFTER INSERT OR DELETE ON "Connections" FOR EACH ROW EXECUTE FUNCTION "TallyConnection"()""");
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Connections_Tally_Update" AFTER UPDATE OF "Status", "DisconnectedAt" ON "Connections" FOR EACH ROW
                WHEN (OLD."Status" <> NEW."Status" OR (OLD."DisconnectedAt" IS NULL) <> (NEW."DisconnectedAt" IS NULL)) EXECUTE FUNCTION "TallyConnection"()
                """);
            migrationBuilder.Sql("""INSERT INTO "ConnectionTallies" ("State", "Change") SELECT "Status", COUNT(*) FROM "Connections" WHERE "DisconnectedAt" IS NULL GROUP BY "Status" """);

            // Which connections are to be looked at, because something changed in what is linked through them or in whether they work.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION "NoteLink"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, "Connections" AS c WHERE c."InstanceId" = NEW."InstanceId" AND c."OwnerKey" = NEW."OwnerKey";
                    RETURN NULL;
                END
                $$
                """);
            migrationBuilder.Sql("""CREATE TRIGGER "Links_Change" AFTER INSERT OR UPDATE OF "IsGone", "ExternalEntityId", "ExternalType" ON "Links" FOR EACH ROW EXECUTE FUNCTION "NoteLink"()""");
            migrationBuilder.Sql(
                """
                CREATE FUNCTION "NoteRemovedLink"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name") AS r, "Connections" AS c WHERE c."InstanceId" = OLD."InstanceId" AND c."OwnerKey" = OLD."OwnerKey";
                    RETURN NULL;
                END
                $$
                """);
            migrationBuilder.Sql("""CREATE TRIGGER "Links_Change_Delete" AFTER DELETE ON "Links" FOR EACH ROW EXECUTE FUNCTION "NoteRemovedLink"()""");
            migrationBuilder.Sql(
                """
                CREATE FUNCTION "NoteNewConnection"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, (SELECT NEW."Id" AS "Id" WHERE EXISTS (SELECT 1 FROM "Links" AS l WHERE l."InstanceId" = NEW."InstanceId" AND l."OwnerKey" IN (NEW."OwnerKey"))) AS c;
                    RETURN NULL;
                END
                $$
                """);
            migrationBuilder.Sql("""CREATE TRIGGER "Connections_Change_Insert" AFTER INSERT ON "Connections" FOR EACH ROW WHEN (NEW."DisconnectedAt" IS NULL) EXECUTE FUNCTION "NoteNewConnection"()""");
            migrationBuilder.Sql(
                """
                CREATE FUNCTION "NoteConnection"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, (SELECT NEW."Id" AS "Id" WHERE EXISTS (SELECT 1 FROM "Links" AS l WHERE l."InstanceId" = NEW."InstanceId" AND l."OwnerKey" IN (OLD."OwnerKey", NEW."OwnerKey"))) AS c;
                    RETURN NULL;
                END
                $$
                """);
            migrationBuilder.Sql("""CREATE TRIGGER "Connections_Change_Update" AFTER UPDATE OF "Status", "DisconnectedAt" ON "Connections" FOR EACH ROW WHEN (OLD."Status" <> NEW."Status" OR (OLD."DisconnectedAt" IS NULL) <> (NEW."DisconnectedAt" IS NULL)) EXECUTE FUNCTION "NoteConnection"()""");
            migrationBuilder.Sql(
                """
                CREATE FUNCTION "NoteInstance"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, "Connections" AS c WHERE c."InstanceId" = NEW."Id" AND c."DisconnectedAt" IS NULL AND EXISTS (SELECT 1 FROM "Links" AS l WHERE l."InstanceId" = c."InstanceId" AND l."OwnerKey" = c."OwnerKey");
                    RETURN NULL;
                END
                $$
                """);
            migrationBuilder.Sql("""CREATE TRIGGER "Instances_Change_Update" AFTER UPDATE OF "Status", "DeletedAt" ON "Instances" FOR EACH ROW WHEN ((OLD."Status" = 'Disabled') <> (NEW."Status" = 'Disabled') OR (OLD."DeletedAt" IS NULL) <> (NEW."DeletedAt" IS NULL)) EXECUTE FUNCTION "NoteInstance"()""");
            migrationBuilder.Sql(
                """
                CREATE FUNCTION "NoteOrganization"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, "Connections" AS c WHERE c."OrganizationId" = NEW."Id" AND c."DisconnectedAt" IS NULL AND EXISTS (SELECT 1 FROM "Links" AS l WHERE l."InstanceId" = c."InstanceId" AND l."OwnerKey" = c."OwnerKey");
                    RETURN NULL;
                END
                $$
                """);
            migrationBuilder.Sql("""CREATE TRIGGER "Organizations_Change_Update" AFTER UPDATE OF "DisabledAt" ON "Organizations" FOR EACH ROW WHEN ((OLD."DisabledAt" IS NULL) <> (NEW."DisabledAt" IS NULL)) EXECUTE FUNCTION "NoteOrganization"()""");
            migrationBuilder.Sql(
                """
                CREATE FUNCTION "NoteUser"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, "Connections" AS c WHERE c."UserId" = NEW."Id" AND c."DisconnectedAt" IS NULL AND EXISTS (SELECT 1 FROM "Links" AS l WHERE l."InstanceId" = c."InstanceId" AND l."OwnerKey" = c."OwnerKey");
                    RETURN NULL;
                END
                $$
                """);
            migrationBuilder.Sql("""CREATE TRIGGER "Users_Change_Update" AFTER UPDATE OF "DisabledAt" ON "Users" FOR EACH ROW WHEN ((OLD."DisabledAt" IS NULL) <> (NEW."DisabledAt" IS NULL)) EXECUTE FUNCTION "NoteUser"()""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP INDEX "IX_Connections_OrganizationId_Status_RefreshDue" """);
            migrationBuilder.Sql("""DROP INDEX "IX_Connections_Status_RefreshDue" """);
            migrationBuilder.Sql("""DROP TRIGGER "Connections_Tally" ON "Connections" """);
            migrationBuilder.Sql("""DROP TRIGGER "Connections_Tally_Update" ON "Connections" """);
            migrationBuilder.Sql("""DROP TRIGGER "Links_Change" ON "Links" """);
            migrationBuilder.Sql("""DROP TRIGGER "Links_Change_Delete" ON "Links" """);
            migrationBuilder.Sql("""DROP TRIGGER "Connections_Change_Insert" ON "Connections" """);
            migrationBuilder.Sql("""DROP TRIGGER "Connections_Change_Update" ON "Connections" """);
            migrationBuilder.Sql("""DROP TRIGGER "Instances_Change_Update" ON "Instances" """);
            migrationBuilder.Sql("""DROP TRIGGER "Organizations_Change_Update" ON "Organizations" """);
            migrationBuilder.Sql("""DROP TRIGGER "Users_Change_Update" ON "Users" """);
            migrationBuilder.Sql("""DROP FUNCTION "TallyConnection"()""");
            migrationBuilder.Sql("""DROP FUNCTION "NoteLink"()""");
            migrationBuilder.Sql("""DROP FUNCTION "NoteRemovedLink"()""");
            migrationBuilder.Sql("""DROP FUNCTION "NoteNewConnection"()""");
            migrationBuilder.Sql("""DROP FUNCTION "NoteConnection"()""");
            migrationBuilder.Sql("""DROP FUNCTION "NoteInstance"()""");
            migrationBuilder.Sql("""DROP FUNCTION "NoteOrganization"()""");
            migrationBuilder.Sql("""DROP FUNCTION "NoteUser"()""");

            migrationBuilder.DropTable(
                name: "ConnectionTallies");

            migrationBuilder.DropTable(
                name: "LinkChanges");

            migrationBuilder.DropIndex(
                name: "IX_WebhookDeliveries_EndpointId_DueAt",
                table: "WebhookDeliveries");

            migrationBuilder.DropIndex(
                name: "IX_NoticeChoices_Kind_LastAt",
                table: "NoticeChoices");

            migrationBuilder.DropIndex(
                name: "IX_Links_InstanceId_OwnerKey_ExternalType",
                table: "Links");

            migrationBuilder.DropIndex(
                name: "IX_Instances_DeletedAt",
                table: "Instances");

            migrationBuilder.DropIndex(
                name: "IX_Connections_AccountId_ProviderKey",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_DisconnectedAt",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_OrganizationId_Status_CheckAt",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_Status_CheckAt",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_Status_ExpiryNoticeDays_ExpiresAt",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_Status_RefreshRetryAt",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_Status_ToldOf_ExpiryNoticeDays",
                table: "Connections");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_EndpointId_DueAt",
                table: "WebhookDeliveries",
                columns: new[] { "EndpointId", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_NoticeChoices_Kind",
                table: "NoticeChoices",
                column: "Kind");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_CheckAt",
                table: "Connections",
                column: "CheckAt");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_ExpiresAt",
                table: "Connections",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_ExpiryNoticeDays",
                table: "Connections",
                column: "ExpiryNoticeDays");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_OrganizationId_Status",
                table: "Connections",
                columns: new[] { "OrganizationId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Connections_RefreshAt",
                table: "Connections",
                column: "RefreshAt");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Status_ToldOf",
                table: "Connections",
                columns: new[] { "Status", "ToldOf" });

            migrationBuilder.CreateIndex(
                name: "IX_Connections_ToldOf",
                table: "Connections",
                column: "ToldOf");
        }
    }
}
