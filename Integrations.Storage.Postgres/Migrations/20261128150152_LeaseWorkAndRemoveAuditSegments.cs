using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Integrations.Storage.Postgres.Migrations
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
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "LeaseLosses",
                table: "SyncStates",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "ClaimId",
                table: "Revocations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "LeaseLosses",
                table: "Revocations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "LeaseLosses",
                table: "InboundEvents",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "ClaimId",
                table: "EventChannels",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "LeaseLosses",
                table: "EventChannels",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "RemovedHash",
                table: "AuditHeads",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "RemovedThrough",
                table: "AuditHeads",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "IX_UsageHours_Hour",
                table: "UsageHours",
                column: "Hour");

            // Entries up to a chain's anchor may go: retention moves the anchor first, and records that in the chain.
            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION "RefuseAuditChange"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'DELETE' THEN
                        IF EXISTS (SELECT 1 FROM "AuditHeads" h
                            WHERE h."ChainId" = COALESCE(OLD."OrganizationId", '00000000-0000-0000-0000-000000000000'::uuid) AND h."RemovedThrough" >= COALESCE(OLD."Sequence", 1)) THEN
                            RETURN OLD;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'Audit entries are neither changed nor deleted.';
                END
                $$
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION "RefuseAuditChange"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'Audit entries are neither changed nor deleted.';
                END
                $$
                """);

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
