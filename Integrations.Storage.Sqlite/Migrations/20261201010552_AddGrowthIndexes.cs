using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Integrations.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AddGrowthIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    State = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Change = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConnectionTallies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LinkChanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConnectionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reader = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false)
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

            // How many connections live in each state: noted with each change, so that no one counts them.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Connections_Tally_Insert" AFTER INSERT ON "Connections" WHEN NEW."DisconnectedAt" IS NULL
                BEGIN INSERT INTO "ConnectionTallies" ("State", "Change") VALUES (NEW."Status", 1); END
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Connections_Tally_Delete" AFTER DELETE ON "Connections" WHEN OLD."DisconnectedAt" IS NULL
                BEGIN INSERT INTO "ConnectionTallies" ("State", "Change") VALUES (OLD."Status", -1); END
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Connections_Tally_Update" AFTER UPDATE OF "Status", "DisconnectedAt" ON "Connections"
                WHEN OLD."Status" <> NEW."Status" OR (OLD."DisconnectedAt" IS NULL) <> (NEW."DisconnectedAt" IS NULL)
                BEGIN
                    INSERT INTO "ConnectionTallies" ("State", "Change") SELECT OLD."Status", -1 WHERE OLD."DisconnectedAt" IS NULL;
                    INSERT INTO "ConnectionTallies" ("State", "Change") SELECT NEW."Status", 1 WHERE NEW."DisconnectedAt" IS NULL;
                END
                """);
            migrationBuilder.Sql("""INSERT INTO "ConnectionTallies" ("State", "Change") SELECT "Status", COUNT(*) FROM "Connections" WHERE "DisconnectedAt" IS NULL GROUP BY "Status" """);

            // Which connections are to be looked at, because something changed in what is linked through them or in whether they work.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Links_Change_Insert" AFTER INSERT ON "Links"
                BEGIN INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, "Connections" AS c WHERE c."InstanceId" = NEW."InstanceId" AND c."OwnerKey" = NEW."OwnerKey"; END
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Links_Change_Update" AFTER UPDATE OF "IsGone", "ExternalEntityId", "ExternalType" ON "Links"
                BEGIN INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, "Connections" AS c WHERE c."InstanceId" = NEW."InstanceId" AND c."OwnerKey" = NEW."OwnerKey"; END
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Links_Change_Delete" AFTER DELETE ON "Links"
                BEGIN INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name") AS r, "Connections" AS c WHERE c."InstanceId" = OLD."InstanceId" AND c."OwnerKey" = OLD."OwnerKey"; END
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Connections_Change_Insert" AFTER INSERT ON "Connections"
                WHEN NEW."DisconnectedAt" IS NULL
                BEGIN INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, (SELECT NEW."Id" AS "Id" WHERE EXISTS (SELECT 1 FROM "Links" AS l WHERE l."InstanceId" = NEW."InstanceId" AND l."OwnerKey" IN (NEW."OwnerKey"))) AS c; END
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Connections_Change_Update" AFTER UPDATE OF "Status", "DisconnectedAt" ON "Connections"
                WHEN OLD."Status" <> NEW."Status" OR (OLD."DisconnectedAt" IS NULL) <> (NEW."DisconnectedAt" IS NULL)
                BEGIN INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, (SELECT NEW."Id" AS "Id" WHERE EXISTS (SELECT 1 FROM "Links" AS l WHERE l."InstanceId" = NEW."InstanceId" AND l."OwnerKey" IN (OLD."OwnerKey", NEW."OwnerKey"))) AS c; END
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Instances_Change_Update" AFTER UPDATE OF "Status", "DeletedAt" ON "Instances"
                WHEN (OLD."Status" = 'Disabled') <> (NEW."Status" = 'Disabled') OR (OLD."DeletedAt" IS NULL) <> (NEW."DeletedAt" IS NULL)
                BEGIN INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, "Connections" AS c WHERE c."InstanceId" = NEW."Id" AND c."DisconnectedAt" IS NULL AND EXISTS (SELECT 1 FROM "Links" AS l WHERE l."InstanceId" = c."InstanceId" AND l."OwnerKey" = c."OwnerKey"); END
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Organizations_Change_Update" AFTER UPDATE OF "DisabledAt" ON "Organizations"
                WHEN (OLD."DisabledAt" IS NULL) <> (NEW."DisabledAt" IS NULL)
                BEGIN INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, "Connections" AS c WHERE c."OrganizationId" = NEW."Id" AND c."DisconnectedAt" IS NULL AND EXISTS (SELECT 1 FROM "Links" AS l WHERE l."InstanceId" = c."InstanceId" AND l."OwnerKey" = c."OwnerKey"); END
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Users_Change_Update" AFTER UPDATE OF "DisabledAt" ON "Users"
                WHEN (OLD."DisabledAt" IS NULL) <> (NEW."DisabledAt" IS NULL)
                BEGIN INSERT INTO "LinkChanges" ("ConnectionId", "Reader") SELECT c."Id", r."Name" FROM (SELECT 'subscriptions' AS "Name" UNION ALL SELECT 'pulls') AS r, "Connections" AS c WHERE c."UserId" = NEW."Id" AND c."DisconnectedAt" IS NULL AND EXISTS (SELECT 1 FROM "Links" AS l WHERE l."InstanceId" = c."InstanceId" AND l."OwnerKey" = c."OwnerKey"); END
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP INDEX "IX_Connections_OrganizationId_Status_RefreshDue" """);
            migrationBuilder.Sql("""DROP INDEX "IX_Connections_Status_RefreshDue" """);
            migrationBuilder.Sql("""DROP TRIGGER "Connections_Tally_Insert" """);
            migrationBuilder.Sql("""DROP TRIGGER "Connections_Tally_Delete" """);
            migrationBuilder.Sql("""DROP TRIGGER "Connections_Tally_Update" """);
            migrationBuilder.Sql("""DROP TRIGGER "Links_Change_Insert" """);
            migrationBuilder.Sql("""DROP TRIGGER "Links_Change_Update" """);
            migrationBuilder.Sql("""DROP TRIGGER "Links_Change_Delete" """);
            migrationBuilder.Sql("""DROP TRIGGER "Connections_Change_Insert" """);
            migrationBuilder.Sql("""DROP TRIGGER "Connections_Change_Update" """);
            migrationBuilder.Sql("""DROP TRIGGER "Instances_Change_Update" """);
            migrationBuilder.Sql("""DROP TRIGGER "Organizations_Change_Update" """);
            migrationBuilder.Sql("""DROP TRIGGER "Users_Change_Update" """);

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
