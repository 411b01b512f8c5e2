using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Integrations.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class LeaseWorkAndRemoveAuditSegments : Microsoft.EntityFrameworkCore.Migrations.Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "ClaimId",
                table: "SyncStates",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "LeaseLosses",
                table: "SyncStates",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "ClaimId",
                table: "Revocations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "LeaseLosses",
                table: "Revocations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "LeaseLosses",
                table: "InboundEvents",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "ClaimId",
                table: "EventChannels",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "LeaseLosses",
                table: "EventChannels",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "RemovedHash",
                table: "AuditHeads",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "RemovedThrough",
                table: "AuditHeads",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "IX_UsageHours_Hour",
                table: "UsageHours",
                column: "Hour");

            // Entries up to a chain's anchor may go: retention moves the anchor first, and records that in the chain.
            migrationBuilder.Sql("""DROP TRIGGER "AuditEntries_Delete" """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER "AuditEntries_Delete" BEFORE DELETE ON "AuditEntries"
                WHEN NOT EXISTS (SELECT 1 FROM "AuditHeads" h
                    WHERE h."ChainId" = COALESCE(OLD."OrganizationId", '00000000-0000-0000-0000-000000000000') AND h."RemovedThrough" >= COALESCE(OLD."Sequence", 1))
                BEGIN SELECT RAISE(ABORT, 'Audit entries are not deleted.'); END
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP TRIGGER "AuditEntries_Delete" """);
            migrationBuilder.Sql("""CREATE TRIGGER "AuditEntries_Delete" BEFORE DELETE ON "AuditEntries" BEGIN SELECT RAISE(ABORT, 'Audit entries are not deleted.'); END""");

            migrationBuilder.DropIndex(
                name: "IX_UsageHours_Hour",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "ClaimId",
                table: "SyncStates");

            migrationBuilder.DropColumn(
                name: "LeaseLosses",
                table: "SyncStates");

            migrationBuilder.DropColumn(
                name: "ClaimId",
                table: "Revocations");

            migrationBuilder.DropColumn(
                name: "LeaseLosses",
                table: "Revocations");

            migrationBuilder.DropColumn(
                name: "LeaseLosses",
                table: "InboundEvents");

            migrationBuilder.DropColumn(
                name: "ClaimId",
                table: "EventChannels");

            migrationBuilder.DropColumn(
                name: "LeaseLosses",
                table: "EventChannels");

            migrationBuilder.DropColumn(
                name: "RemovedHash",
                table: "AuditHeads");

            migrationBuilder.DropColumn(
                name: "RemovedThrough",
                table: "AuditHeads");
        }
    }
}
