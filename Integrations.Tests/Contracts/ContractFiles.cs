namespace Integrations.Tests.Contracts;

/// <summary>
/// The folder of the vendors' machine-readable descriptions. They are large and not ours, so they are not part of the
/// repository: <c>CONTRACTS_DIR</c> names the folder, else <c>shared/contracts</c> beside the repository is looked for.
/// </summary>
internal static class ContractFiles
{
    private static string? Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("CONTRACTS_DIR") is { Length: > 0 } configured)
            {
                return configured;
            }

            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, "shared", "contracts");
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }

            return null;
        }
    }

    public static bool Has(string file) => Folder is { } folder && File.Exists(Path.Combine(folder, file));

    /// <summary>The file's path; skips the running test when it is absent.</summary>
    public static string Require(string file)
    {
        if (!Has(file))
        {
            Assert.Skip($"The vendor's description {file} is not here. Set CONTRACTS_DIR to the folder that holds it.");
        }

        return Path.Combine(Folder!, file);
    }
}
