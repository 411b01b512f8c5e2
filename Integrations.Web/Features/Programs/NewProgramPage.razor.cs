using Integrations.Connectors.Manifest;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Programs;

/// <summary>Enters a program of the organization.</summary>
public sealed partial class NewProgramPage(ProgramService programs, CurrentCaller caller)
{
    private string _name = "";
    private string _redirects = "";
    private bool _isService;
    private bool _isConfidential;
    private bool _proxy;
    private bool _working;
    private TokenScopes _scopes = TokenScopes.Mcp;
    private Failure? _refused;
    private CreatedProgram? _created;

    private static FieldDescriptor NameField => new("name", Text.T("Name")) { Required = true, MaxLength = ProgramClient.NameMaxLength };

    private string? Error(string field) => _refused?.Fields?.TryGetValue(field, out var messages) == true ? messages[0] : null;

    private async Task CreateAsync()
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working)
        {
            return;
        }

        _working = true;
        var wanted = new NewProgram(_name, _proxy && _scopes != TokenScopes.Mcp ? _scopes | TokenScopes.Proxy : _scopes)
        {
            IsService = _isService,
            IsConfidential = _isConfidential,
            Redirects = _isService ? [] : _redirects.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
        var created = await programs.RegisterAsync(caller.Value, wanted, CancellationToken.None);
        (_created, _refused, _working) = (created.IsSuccess ? created.Value : null, created.Failure, false);
    }
}
