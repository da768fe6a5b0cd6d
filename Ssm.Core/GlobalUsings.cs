global using System.Numerics;
global using Ssm.Autodiff;
global using Ssm.Kernels;
