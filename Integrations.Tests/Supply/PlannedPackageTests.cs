using System.Text.RegularExpressions;
using System.Xml.Linq;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Supply;

/// <summary>The packages that the product was planned with: those that can be had are referenced, and code of ours uses them.</summary>
public sealed class PlannedPackageTests
{
    /// <summary>How a use looks of packages whose namespace is called otherwise.</summary>
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["BouncyCastle.Cryptography"] = @"\bEd25519Signer\b",
        ["Microsoft.EntityFrameworkCore.Relational"] = @"using Microsoft\.EntityFrameworkCore\b",
        ["QRCoder"] = @"\bQRCodeGenerator\b",
        ["OpenIddict.Server.DataProtection"] = @"\bserver\.UseDataProtection\(\)",
        ["OpenIddict.Validation.DataProtection"] = @"\bvalidation\.UseDataProtection\(\)",
        ["OpenIddict.Validation.ServerIntegration"] = @"\.UseLocalServer\(\)",
        ["OpenTelemetry.Extensions.Hosting"] = @"\.AddOpenTelemetry\(\)",
        ["OpenTelemetry.Exporter.OpenTelemetryProtocol"] = @"OtlpExporter\(",
    };

    /// <summary>Package, project that references it, and how a using site looks in that project.</summary>
    public static TheoryData<string, string, string> Planned => new()
    {
        { "Microsoft.EntityFrameworkCore.Sqlite", "Integrations.Storage.Sqlite", @"\.UseSqlite\(" },
        { "Npgsql.EntityFrameworkCore.PostgreSQL", "Integrations.Storage.Postgres", @"\.UseNpgsql\(" },
        { "Microsoft.AspNetCore.Identity.EntityFrameworkCore", "Integrations.Core", @"\bUserOnlyStore<" },
        { "Octokit", "Integrations.Connectors", @"\bnew Connection\(" },
        { "Microsoft.Graph", "Integrations.Connectors", @"\bnew GraphServiceClient\(" },
        { "Google.Apis", "Integrations.Connectors", @": BaseClientService\b" },
        { "ModelContextProtocol", "Integrations.Connectors", @"\bMcpClient\b" },
        { "Polly.Core", "Integrations.Connectors", @"\bnew ResiliencePipelineBuilder<" },
        { "Microsoft.IdentityModel.JsonWebTokens", "Integrations.Core", @"\bJsonWebTokenHandler\b" },
        { "OpenIddict.EntityFrameworkCore", "Integrations.Core", @"\.ReplaceDefaultEntities<" },
        { "OpenIddict.Server.AspNetCore", "Integrations.Web", @"\.UseAspNetCore\(\)" },
        { "MailKit", "Integrations.Core", @"using MailKit\.Net\.Smtp;" },
        { "MudBlazor", "Integrations.Web", @"<MudThemeProvider\b" },
        { "Microsoft.Identity.Web", "Integrations.Web", @"\.AddMicrosoftIdentityWebApp\(" },
        { "Scalar.AspNetCore", "Integrations.Web", @"\.MapScalarApiReference\(" },
        { "CsvHelper", "Integrations.Web", @"\bCsvWriter\.Create\(" },
        { "Ical.Net", "Integrations.Web", @"\bnew CalendarSerializer\(" },
        { "System.CommandLine", "Integrations.Web", @"\bRootCommand\b" },
        { "Spectre.Console", "Integrations.Web", @"\bAnsiConsole\b|\bIAnsiConsole\b" },
        { "Microsoft.Extensions.Http", "Integrations.Client", @"\.AddHttpClient<" },
        { "bunit", "Integrations.Tests", @"\bBunitContext\b" },
        { "xunit.v3.mtp-off", "Integrations.Tests", @"\[Fact\]" },
        { "Microsoft.Playwright", "Integrations.Tests.EndToEnd", @"\bIPage\b" },
        { "Octokit.Webhooks", "Integrations.Tests.EndToEnd", @"using Octokit\.Webhooks;" },
        { "StandardWebhooks", "Integrations.Tests.EndToEnd", @"using StandardWebhooks;" },
        { "netDumbster", "Integrations.Tests", @"\bSimpleSmtpServer\b" },
        { "JsonSchema.Net", "Integrations.Tests", @"using Json\.Schema;" },
    };

    [Theory, MemberData(nameof(Planned))]
    public void PlannedPackage_IsReferenced_AndUsed(string package, string project, string use)
    {
        Assert.Contains(package, References(project));
        Assert.True(Uses(project, use), $"{package} is referenced by {project}, and no code there has {use}.");
    }

    [Fact]
    public void PackageThatProductCodeReferences_IsUsedThere()
    {
        // Tools of the build, and what lies below another package.
        string[] wiring = ["MinVer", "Microsoft.EntityFrameworkCore.Design", "SQLitePCLRaw.bundle_e_sqlite3"];
        var planned = Planned.ToDictionary(row => row.Data.Item1, row => row.Data.Item3, StringComparer.Ordinal);

        var unused =
            from project in new[] { "Integrations.Primitives", "Integrations.Connectors", "Integrations.Core", "Integrations.Storage.Sqlite", "Integrations.Storage.Postgres", "Integrations.Web" }
            from package in References(project).Except(wiring)
            where !Uses(project, planned.GetValueOrDefault(package) ?? Signs.GetValueOrDefault(package) ?? Namespace(package))
            select $"{project}: {package}";

        Assert.Empty(unused);
    }

    [Fact]
    public void PackageThatNoCodeUses_IsFound() => Assert.False(Uses("Integrations.Core", Namespace("Some.Package.ThatIsNot")));

    /// <summary>A using, or a full name, that begins as the package is called.</summary>
    private static string Namespace(string package) => $@"using (static )?{Regex.Escape(package)}\b|\b{Regex.Escape(package)}\.";

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Repository.Root(), project, project + ".csproj")).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);

    private static bool Uses(string project, string pattern) => Directory.EnumerateFiles(Path.Combine(Repository.Root(), project), "*.*", SearchOption.AllDirectories)
        .Where(file => (file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)) && !Path.GetFileName(file).StartsWith("PlannedPackageTests", StringComparison.Ordinal))
        .Where(file => !Path.GetRelativePath(Repository.Root(), file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Any(file => Regex.IsMatch(File.ReadAllText(file), pattern, RegexOptions.NonBacktracking));
}
