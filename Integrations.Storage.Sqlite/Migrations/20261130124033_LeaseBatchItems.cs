using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Integrations.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class LeaseBatchItems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "DueAt",
                table: "BatchItems",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "LeaseLosses",
                table: "BatchItems",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "BatchItems");

            migrationBuilder.DropColumn(
                name: "LeaseLosses",
                table: "BatchItems");
        }
    }
}
