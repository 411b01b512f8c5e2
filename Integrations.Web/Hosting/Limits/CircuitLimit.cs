using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Integrations.Web.Hosting.Limits;

/// <summary>
/// Refuses a circuit beyond the limits of SECURITY B3. <c>App.razor</c> asks first and shows a plain page; what comes this far opened
/// the page while there was still room, or never asked for one.
/// </summary>
internal sealed class CircuitLimit(OpenCircuits circuits, AuthenticationStateProvider authentication) : CircuitHandler
{
    private Guid _user;
    private bool _isCounted;

    /// <summary>Before all others: nothing else is begun for a circuit that is refused.</summary>
    public override int Order => int.MinValue;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        _user = state.User.ToCaller().UserId ?? Guid.Empty;
        _isCounted = circuits.TryEnter(_user);
        if (!_isCounted)
        {
            throw new InvalidOperationException("Too many circuits are open; this one is refused (SECURITY B3).");
        }
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (!_isCounted)
        {
            circuits.Return(_user);
            _isCounted = true;
        }

        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) => LeaveAsync();

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken) => LeaveAsync();

    private Task LeaveAsync()
    {
        if (_isCounted)
        {
            circuits.Leave(_user);
            _isCounted = false;
        }

        return Task.CompletedTask;
    }
}
