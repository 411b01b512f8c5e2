using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Integrations.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AddRateLeases : Microsoft.EntityFrameworkCore.Migrations.Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "RateLeases",
                columns: table => new
                {
                    Key = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Leases = table.Column<long[]>(type: "bigint[]", nullable: false),
                    Granted = table.Column<int>(type: "integer", nullable: false),
                    EndsAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RateLeases", x => x.Key);
                });

            // Counts of the last minute: not worth a flush to disk each, nor keeping after a crash.
            migrationBuilder.Sql("""ALTER TABLE "RateLeases" SET UNLOGGED""");

            migrationBuilder.CreateIndex(
                name: "IX_RateLeases_EndsAt",
                table: "RateLeases",
                column: "EndsAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RateLeases");
        }
    }
}
