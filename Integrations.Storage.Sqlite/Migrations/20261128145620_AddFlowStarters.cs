using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Integrations.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AddFlowStarters : Microsoft.EntityFrameworkCore.Migrations.Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Outcome",
                table: "OAuthStates",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Scopes",
                table: "OAuthStates",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "SessionId",
                table: "OAuthStates",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Stamp",
                table: "OAuthStates",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "TokenId",
                table: "OAuthStates",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsWithheld",
                table: "IdempotencyRecords",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Outcome",
                table: "OAuthStates");

            migrationBuilder.DropColumn(
                name: "Scopes",
                table: "OAuthStates");

            migrationBuilder.DropColumn(
                name: "SessionId",
                table: "OAuthStates");

            migrationBuilder.DropColumn(
                name: "Stamp",
                table: "OAuthStates");

            migrationBuilder.DropColumn(
                name: "TokenId",
                table: "OAuthStates");

            migrationBuilder.DropColumn(
                name: "IsWithheld",
                table: "IdempotencyRecords");
        }
    }
}
