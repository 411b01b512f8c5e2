using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Integrations.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AddSentRequests : Microsoft.EntityFrameworkCore.Migrations.Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "SentBody",
                table: "WebhookDeliveries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RequestBody",
                table: "WebhookAttempts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RequestHeaders",
                table: "WebhookAttempts",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SentBody",
                table: "WebhookDeliveries");

            migrationBuilder.DropColumn(
                name: "RequestBody",
                table: "WebhookAttempts");

            migrationBuilder.DropColumn(
                name: "RequestHeaders",
                table: "WebhookAttempts");
        }
    }
}
