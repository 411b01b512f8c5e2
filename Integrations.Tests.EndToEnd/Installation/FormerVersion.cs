using System.Diagnostics;
using System.IO.Compression;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Npgsql;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>What the program of commit 715f625 left behind: archives that its own verb wrote (Former/README.md).</summary>
internal static class FormerVersion
{
    /// <summary>The master key of these archives. A test key: it opens nothing but invented data.</summary>
    public const string MasterKey = "dGVzdCBrZXkgb2YgdGhlIGZvcm1lciBmaXh0dXJlISE=";

    /// <summary>The newest migration that it knew.</summary>
    public static string LastMigration(bool onPostgres) => onPostgres ? "20261127094824_ChainAuditEntries" : "20261127094823_ChainAuditEntries";

    public static string Archive(bool onPostgres) =>
        Path.Combine(Repository.Root(), "Integrations.Tests.EndToEnd", "Installation", "Former", onPostgres ? "postgres.backup" : "sqlite.backup");

    /// <summary>Its database, as it left it: nothing of the current program has touched it.</summary>
    /// <returns>A connection string.</returns>
    public static async Task<string> DatabaseAsync(bool onPostgres, string folder, PostgresServer postgres)
    {
        await using var zip = await ZipFile.OpenReadAsync(Archive(onPostgres));
        var stored = Path.Combine(folder, onPostgres ? "former.pgdump" : "hub.db");
        await zip.GetEntry(onPostgres ? "integrations.pgdump" : "integrations.db")!.ExtractToFileAsync(stored);
        if (!onPostgres)
        {
            return $"Data Source={stored};Pooling=false";
        }

        var connection = await postgres.CreateDatabaseAsync();
        var server = new NpgsqlConnectionStringBuilder(connection);
        using var restore = Process.Start(new ProcessStartInfo(
            Path.Combine(PostgresProcess.FindBinaries()!, "pg_restore"),
            ["--no-owner", "--exit-on-error", "-h", server.Host!, "-p", $"{server.Port}", "-U", server.Username!, "-d", server.Database!, stored])
        { UseShellExecute = false, RedirectStandardError = true })!;
        var said = await restore.StandardError.ReadToEndAsync();
        await restore.WaitForExitAsync();
        Assert.True(restore.ExitCode == 0, said);
        return connection;
    }
}
