using System.ComponentModel;
using System.Diagnostics;
using Integrations.Core.Storage.Backup;
using Integrations.Primitives;
using Npgsql;

namespace Integrations.Storage.Postgres;

/// <summary>Runs PostgreSQL's own programs. The password goes by the environment: arguments are for everyone to see.</summary>
internal static class PostgresTools
{
    private const string DebianFolder = "/usr/lib/postgresql";

    /// <summary>Null when the program ended well.</summary>
    public static async Task<Failure?> RunAsync(string tool, NpgsqlConnectionStringBuilder? database, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (Find(tool) is not { } program)
        {
            return BackupFailures.ToolMissing(tool);
        }

#pragma warning disable RS0030 // For the verbs backup and restore; names are constants, and no request reaches them.
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in Environment(database))
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
#pragma warning restore RS0030
            try
            {
                var said = process.StandardError.ReadToEndAsync(cancellationToken);
                await process.StandardOutput.ReadToEndAsync(cancellationToken);
                await process.WaitForExitAsync(cancellationToken);
                return process.ExitCode == 0 ? null : BackupFailures.ToolFailed(tool, Text.Cut((await said).Trim(), 1_000));
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception refused)
        {
            return BackupFailures.ToolFailed(tool, refused.Message);
        }
    }

    /// <summary>The newest one installed: pg_dump refuses servers newer than itself.</summary>
    private static string? Find(string tool)
    {
        var versions = Directory.Exists(DebianFolder)
            ? Directory.GetDirectories(DebianFolder).OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(folder => Path.Combine(folder, "bin"))
            : [];
        var path = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return versions.Concat(path).Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
    }

    private static IEnumerable<KeyValuePair<string, string?>> Environment(NpgsqlConnectionStringBuilder? database)
    {
        if (database is null)
        {
            yield break;
        }

        yield return new("PGHOST", database.Host);
        yield return new("PGPORT", database.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return new("PGDATABASE", database.Database);
        yield return new("PGUSER", database.Username);
        yield return new("PGPASSWORD", database.Password);
        // Npgsql's modes have libpq's names without the dash.
        yield return new("PGSSLMODE", database.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() });
        yield return new("PGSSLROOTCERT", database.RootCertificate);
    }
}
