using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Integrations.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AddSavedFiltersTagsAndCallTimes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "CallsFailed",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "CallsSucceeded",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Slower",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Within100",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Within1000",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Within10000",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Within1500",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Within200",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Within2500",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Within300",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Within50",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Within500",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Within5000",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Within750",
                table: "UsageHours",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            // Hours that were written before tell calls from nothing else: all that they have counts as calls.
            migrationBuilder.Sql("""UPDATE "UsageHours" SET "CallsSucceeded" = "Succeeded", "CallsFailed" = "Failed" """);

            migrationBuilder.CreateTable(
                name: "InstanceTags",
                columns: table => new
                {
                    InstanceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    OrganizationId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InstanceTags", x => new { x.InstanceId, x.Key });
                    table.ForeignKey(
                        name: "FK_InstanceTags_Instances_InstanceId",
                        column: x => x.InstanceId,
                        principalTable: "Instances",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SavedFilters",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    OrganizationId = table.Column<Guid>(type: "uuid", nullable: false),
                    OwnerUserId = table.Column<Guid>(type: "uuid", nullable: false),
                    List = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    NameKey = table.Column<string>(type: "character varying(213)", maxLength: 213, nullable: false),
                    Query = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    IsShared = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SavedFilters", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SavedFilters_Organizations_OrganizationId",
                        column: x => x.OrganizationId,
                        principalTable: "Organizations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_SavedFilters_Users_OwnerUserId",
                        column: x => x.OwnerUserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_InstanceTags_OrganizationId_Key",
                table: "InstanceTags",
                columns: new[] { "OrganizationId", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_SavedFilters_OrganizationId_List_NameKey",
                table: "SavedFilters",
                columns: new[] { "OrganizationId", "List", "NameKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SavedFilters_OwnerUserId",
                table: "SavedFilters",
                column: "OwnerUserId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "InstanceTags");

            migrationBuilder.DropTable(
                name: "SavedFilters");

            migrationBuilder.DropColumn(
                name: "CallsFailed",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "CallsSucceeded",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Slower",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Within100",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Within1000",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Within10000",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Within1500",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Within200",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Within2500",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Within300",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Within50",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Within500",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Within5000",
                table: "UsageHours");

            migrationBuilder.DropColumn(
                name: "Within750",
                table: "UsageHours");
        }
    }
}
